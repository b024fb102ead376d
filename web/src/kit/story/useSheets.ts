/** Sheets in memory: each is 6 MB when it is unpacked. */
const most = 8;

/** Sheets of tiles as they are needed; the ones that were looked at last stay. */
export function useSheets(folder: () => string, loaded: () => void) {
  const sheets = new Map<string, HTMLImageElement>();
  return (name: string): HTMLImageElement | null => {
    let sheet = sheets.get(name);
    if (sheet) sheets.delete(name);
    else {
      sheet = new Image();
      sheet.decoding = 'async';
      sheet.onload = loaded;
      sheet.src = folder() + name;
      // Until the sheet that has grown is there, the one before it is shown.
      const before = [...sheets.keys()].find((key) => key.split('?')[0] === name.split('?')[0]);
      const old = before === undefined ? undefined : sheets.get(before);
      if (before !== undefined && old?.complete) {
        const next = sheet;
        sheets.delete(before);
        sheets.set(name, old);
        next.onload = () => {
          sheets.set(name, next);
          loaded();
        };
        return old;
      }
    }
    sheets.set(name, sheet);
    for (const key of sheets.keys()) {
      if (sheets.size <= most) break;
      sheets.delete(key);
    }
    return sheet.complete && sheet.naturalWidth > 0 ? sheet : null;
  };
}
