import type { AirDoc } from './document';

/**
 * The sync stamp: a small pattern that stands in the upper left corner for a moment after a take and says which one it was. The recording is
 * searched for it, so a marker is tied to the picture on which the card appeared, whatever delay lay between. The other half, and what the
 * cells mean, is src/MediaPipeline/Analysis/SyncStamp.cs.
 */
export const columns = 10;
export const rows = 6;
/** For how long it stands: six pictures at 25 a second. */
export const lengthMs = 240;

const mask = 0x5aa5c396;

/** CRC-16/CCITT-FALSE. */
function crc(bytes: Iterable<number>): number {
  let sum = 0xffff;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1) & 0xffff;
  }
  return sum;
}

/** The cells row by row; true is white. */
export function stampCells(sessionId: string, epoch: number, revision: number): boolean[] {
  const head = ((epoch & 15) << 12) | (revision & 4095);
  const check = crc([...new TextEncoder().encode(sessionId), head >> 8, head & 255]);
  const bits = (((head << 16) | check) ^ mask) >>> 0;
  const cells: boolean[] = [];
  let bit = 32;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (row === 0 || column === 0) cells.push(true);
      else if (row === rows - 1) cells.push(column % 2 === 0);
      else if (column === columns - 1) cells.push(row % 2 === 0);
      else cells.push(((bits >>> --bit) & 1) === 1);
    }
  }
  return cells;
}

/** What is shown: a card that stays is the same showing, whatever of it changes. */
const showing = (document: AirDoc) => `${document.epoch} ${document.card?.takenAt ?? ''}`;

/** Whether a change has a stamp: the page saw it, it is another showing or the end of one, and anything is on the screen at all. */
export function isStamped(before: AirDoc | null, now: AirDoc, seen: boolean): boolean {
  if (!seen || !before || now.blank?.on || now.theme?.stamp === false) return false;
  return before.epoch === now.epoch && showing(before) !== showing(now);
}

/** The stamp of a page. It is drawn once and then only shown and hidden: nothing moves, nothing is laid out again. */
export function createStamp(root: HTMLElement) {
  const canvas = document.createElement('canvas');
  canvas.className = 'stamp';
  canvas.dataset['testid'] = 'stamp';
  canvas.width = columns;
  canvas.height = rows;
  canvas.setAttribute('aria-hidden', 'true');
  root.append(canvas);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(timer);
    canvas.classList.remove('on');
  };

  return {
    hide,
    show(document: AirDoc): void {
      const context = canvas.getContext('2d');
      if (!context) return;
      const picture = context.createImageData(columns, rows);
      stampCells(document.sessionId, document.epoch, document.revision).forEach((white, cell) =>
        picture.data.set(white ? [255, 255, 255, 255] : [0, 0, 0, 255], cell * 4),
      );
      context.putImageData(picture, 0, 0);
      canvas.dataset['revision'] = String(document.revision);
      canvas.classList.add('on');
      clearTimeout(timer);
      timer = setTimeout(hide, lengthMs);
    },
  };
}
