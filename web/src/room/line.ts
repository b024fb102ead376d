/** What the browser says about its line, where it says anything (Chrome; not Safari). */
export interface LineFacts {
  saveData?: boolean;
  effectiveType?: string;
}

/** Whether the picture waits for a tap: the viewer saves data, or the line is too slow for a picture beside the shelf. */
export const startsOnTap = (line: LineFacts | undefined): boolean =>
  line?.saveData === true || ['slow-2g', '2g', '3g'].includes(line?.effectiveType ?? '');

/** The browser's own word on it. */
export const browserLine = (): LineFacts | undefined => (navigator as Navigator & { connection?: LineFacts }).connection;
