/** The whole text of an element that shows only its beginning. */
const whole = new WeakMap<Element, string>();

const step = 0.5;

/** Gives an element its text. All text of a graphic passes here: it is text and never markup, and a shortened one is forgotten. */
export function write(element: HTMLElement, text: string): void {
  if (whole.get(element) === text) return;
  whole.delete(element);
  if (element.textContent !== text) element.textContent = text;
}

/** Whether nothing of an element's text is outside of its box. One pixel is rounding. */
function fits(element: HTMLElement): boolean {
  return element.scrollWidth <= element.clientWidth + 1 && element.scrollHeight <= element.clientHeight + 1;
}

/**
 * The largest font size of the style's `--max` … `--min` (px of the stage) at which the text stays in its box; what does not fit even
 * at the smallest is cut and ends in an ellipsis. The box is the style's: a greatest width and height, no overflow.
 */
export function fit(element: HTMLElement): void {
  const said = whole.get(element);
  if (said !== undefined) element.textContent = said;
  whole.delete(element);
  const style = getComputedStyle(element);
  const [max, min] = [parseFloat(style.getPropertyValue('--max')), parseFloat(style.getPropertyValue('--min'))];
  if (!(max >= min) || element.clientWidth === 0) return;
  const size = (px: number) => {
    element.style.fontSize = `${px}px`;
    return fits(element);
  };
  if (size(max)) return;
  let [good, bad] = [min, max];
  while (bad - good > step) {
    const middle = (good + bad) / 2;
    if (size(middle)) good = middle;
    else bad = middle;
  }
  if (!size(good)) cut(element);
}

/** Texts of several elements (a price with its large and small parts) are only shrunk, never cut: half a price is a wrong price. */
function cut(element: HTMLElement): void {
  if (element.childElementCount > 0) return;
  const text = element.textContent ?? '';
  const letters = 'Segmenter' in Intl ? Array.from(new Intl.Segmenter().segment(text), (part) => part.segment) : Array.from(text);
  let [good, bad] = [0, letters.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    element.textContent = `${letters.slice(0, middle).join('').trimEnd()}…`;
    if (fits(element)) good = middle;
    else bad = middle;
  }
  element.textContent = `${letters.slice(0, good).join('').trimEnd()}…`;
  whole.set(element, text);
}
