import { createI18n, type I18n } from 'vue-i18n';
import { ref, watch } from 'vue';
import { Problem } from './api/problem';
import { en, zh } from './locale';

export type Language = 'zh-CN' | 'en';
type Messages = Record<string, unknown>;

const stored = (): Language => {
  const wish = new URLSearchParams(location.search).get('lang') ?? read('studio.lang') ?? '';
  return wish.startsWith('en') ? 'en' : 'zh-CN';
};

// Storage is refused in some in-app browsers; the page works without it.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The language of this page; Chinese first. */
export const language = ref<Language>(stored());

watch(
  language,
  (now) => {
    document.documentElement.lang = now;
    try {
      localStorage.setItem('studio.lang', now);
    } catch {
      // See read().
    }
  },
  { immediate: true },
);

/** Texts of one screen with those of the kit. */
export function createTexts(screen: { zh: Messages; en: Messages }): I18n {
  const i18n = createI18n({
    legacy: false,
    locale: language.value,
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': { ...zh, ...screen.zh }, en: { ...en, ...screen.en } } as never,
  });
  watch(language, (now) => ((i18n.global.locale as unknown as { value: string }).value = now));
  return i18n as unknown as I18n;
}

type Translate = (key: string, named: Record<string, unknown>) => string;

/** A problem as a sentence that says what to do. */
export function sentence(t: Translate, te: (key: string) => boolean, failure: unknown): string {
  const problem = failure instanceof Problem ? failure : new Problem('unexpected', 0);
  const key = `problem.${problem.code}`;
  if (te(key)) return t(key, { ...problem.facts, trace: problem.traceId ?? '' });
  return t('problem.unexpected', { trace: problem.traceId ?? '–' });
}
