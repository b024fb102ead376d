import { language } from '../kit/i18n';
import { clockTime } from '../kit/time';
import { useTexts } from '../kit/useTexts';

/** Stable codes of the edge as words; a code that this page does not know yet stands for itself. */
export function useWords() {
  const { t, te } = useTexts();
  const word = (group: string, code: string, named: Record<string, unknown> = {}) => {
    const key = `editor.${group}.${code}`;
    return te(key) ? t(key, named) : code;
  };
  return {
    word,
    reason: (one: { code: string; numbers: Record<string, number> }) => {
      const numbers = Object.fromEntries(Object.entries(one.numbers).map(([name, value]) => [name, Number.isInteger(value) ? value : value.toFixed(1)])); // prettier-ignore
      return word('reason', one.code, numbers);
    },
    /** A moment with its picture: 20:15:03.12. */
    exact: (wall: number, frame: number) => {
      const within = wall - Math.floor(wall / 1_000) * 1_000;
      return `${clockTime(wall, language.value)}.${String(Math.floor(within / frame + 0.02)).padStart(2, '0')}`;
    },
  };
}
