import type { OnAirDoc } from '../kit/api/documents';

export const usual = { primary: '#183026', accent: '#ffd166' } as const;
type Theme = Pick<OnAirDoc['theme'], 'primary' | 'accent'>;

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours as WCAG 2.2 defines it. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Colours of a card under a theme, as custom properties for `.themed` (console.css). Words stay readable whatever the theme says. */
export function look(theme: Theme | null | undefined): Record<string, string> {
  if (!theme?.primary && !theme?.accent) return {};
  const ground = theme.primary ?? usual.primary;
  const ink = contrast('#fffaf0', ground) >= contrast('#141a17', ground) ? '#fffaf0' : '#141a17';
  const wish = theme.accent ?? usual.accent;
  return { '--card-ground': ground, '--card-ink': ink, '--card-accent': contrast(wish, ground) >= 3 ? wish : ink };
}
