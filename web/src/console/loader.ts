const place = "const OVERLAY_LINK = '';";

/** A text as a literal inside an inline script: nothing in it can end the literal, the script or the line. */
const literal = (text: string) =>
  `'${[...text].map((sign) => (/[\w\-.~:/#=?&%]/.test(sign) ? sign : [...new TextEncoder().encode(sign)].map(escaped).join(''))).join('')}'`;
const escaped = (byte: number) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;

/**
 * The loader page for OBS with the overlay's address in it. The address is written the way addresses are: what does not belong into one is
 * percent-encoded, so that the page cannot be made to do anything else.
 */
export function loaderFor(page: string, overlay: string): string {
  const { protocol, href } = new URL(overlay);
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error('no address of an overlay');
  const [before, after, ...more] = page.split(place);
  if (before === undefined || after === undefined || more.length > 0) throw new Error('no loader page');
  return `${before}${place.replace("''", () => literal(href))}${after}`;
}

/** What the file is called: two overlays of a session must not be mistaken for each other in the downloads folder. */
export const loaderName = (label: string) => `overlay-loader-${label.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 40)}.html`;

/** Hands a text to the person as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
