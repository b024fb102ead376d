import type { Theme } from './data';

type Rgb = readonly [number, number, number];

const paper: Rgb = [255, 250, 240];
const soot: Rgb = [20, 26, 23];
const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];
/** The studio's own colours. */
export const usual = { primary: '#183026', accent: '#ffd166' };

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const css = ([r, g, b]: Rgb, alpha = 1) => `rgba(${Math.round(r)},${Math.round(g)},${Math.round(b)},${alpha})`;
const mix = (one: Rgb, other: Rgb, share: number): Rgb => one.map((part, at) => part + ((other[at] ?? 0) - part) * share) as unknown as Rgb;

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/**
 * The colours of a card from the two that a theme may choose. Whatever it chooses, words stay readable: ink is the better of light and
 * dark on that ground, and an accent that would drown in the ground gives way to the ink.
 */
export function colours(theme: Theme): Record<string, string> {
  const ground = rgb(theme.primary ?? usual.primary);
  const ink = contrast(paper, ground) >= contrast(soot, ground) ? paper : soot;
  // The other end of the gradient keeps away from the ink: darker under light words, hardly another under dark ones.
  const deep = ink === paper ? mix(ground, black, 0.55) : luminance(ground) > 0.5 ? mix(ground, black, 0.07) : mix(ground, white, 0.1);
  const wish = rgb(theme.accent ?? usual.accent);
  const accent = contrast(wish, ground) >= 3 && contrast(wish, deep) >= 3 ? wish : ink;
  const onAccent = contrast(paper, accent) >= contrast(soot, accent) ? paper : soot;
  const onLight = ink === soot;
  return {
    '--ground': css(ground, 0.97),
    '--deep': css(deep, 0.97),
    '--ink': css(ink),
    '--ink-soft': css(mix(ink, ground, 0.14)),
    '--faint': css(ink, 0.16),
    '--accent': css(accent),
    '--accent-deep': css(mix(accent, black, 0.16)),
    '--accent-line': css(accent, 0.55),
    '--accent-veil': css(accent, 0.14),
    '--on-accent': css(onAccent),
    '--alarm': onLight ? '#b3101f' : '#ff9aa0',
    '--alarm-bar': onLight ? '#d21f30' : '#ff5d6c',
  };
}
