/** The whole text of an element that shows only its beginning. */
const whole = new WeakMap<Element, string>();

const step = 0.5;

/** Gives an element its text. All text of a graphic passes here: it is text and never markup, and a shortened one is forgotten. */
export function write(element: HTMLElement, text: string): void {
  if (whole.get(element) === text) return;
  whole.delete(element);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Whether all lines of an element are inside of its box; one pixel is rounding. Lines are counted, because the height that a browser
 * calls "scroll height" includes the room above and below the letters of a font, which a tight line does not need.
 */
function fits(element: HTMLElement, style: CSSStyleDeclaration): boolean {
  if (element.scrollWidth > element.clientWidth + 1) return false;
  if (style.whiteSpace === 'nowrap') return true;
  const range = document.createRange();
  range.selectNodeContents(element);
  const lines = new Set(Array.from(range.getClientRects(), (line) => Math.round(line.top))).size;
  const room = element.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  return lines * parseFloat(style.lineHeight) <= room + 1;
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
    return fits(element, style);
  };
  if (size(max)) return;
  let [good, bad] = [min, max];
  while (bad - good > step) {
    const middle = (good + bad) / 2;
    if (size(middle)) good = middle;
    else bad = middle;
  }
  if (!size(good)) cut(element, style);
}

/** Shortens a text. Texts of several elements (a price with its large and small parts) are only shrunk. */
function cut(element: HTMLElement, style: CSSStyleDeclaration): void {
  if (element.childElementCount > 0) return;
  if (element.classList.contains('entire')) {
    element.hidden = true; // half a price is a wrong price
    return;
  }
  const text = element.textContent ?? '';
  const letters = 'Segmenter' in Intl ? Array.from(new Intl.Segmenter().segment(text), (part) => part.segment) : Array.from(text);
  let [good, bad] = [0, letters.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    element.textContent = `${letters.slice(0, middle).join('').trimEnd()}…`;
    if (fits(element, style)) good = middle;
    else bad = middle;
  }
  element.textContent = `${letters.slice(0, good).join('').trimEnd()}…`;
  whole.set(element, text);
}
