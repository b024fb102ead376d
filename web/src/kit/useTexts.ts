import { useI18n } from 'vue-i18n';
import { Problem } from './api/problem';
import { goToSignIn } from './me';
import { sentence } from './i18n';

/** Texts, and problems as sentences. */
export function useTexts() {
  const { t, te, locale } = useI18n();
  return {
    t,
    te,
    locale,
    /** The sentence of a failure; who is no longer signed in goes to the sign-in page. */
    why: (failure: unknown): string => {
      if (failure instanceof Problem && failure.code === 'unauthenticated') goToSignIn();
      return sentence(t, te, failure);
    },
    /** The first complaint about a field. */
    wrong: (failure: unknown, field: string): string | null => {
      const code = failure instanceof Problem ? failure.fields[field]?.[0] : undefined;
      return code ? t(`field.${code}`) : null;
    },
  };
}
