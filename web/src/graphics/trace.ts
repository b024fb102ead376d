import qrcode from 'qrcode-generator';
import { write } from './fit';
import { el, type Part } from './parts';
import { scannableUrl } from './urls';

const svg = 'http://www.w3.org/2000/svg';

/**
 * A QR code (ISO/IEC 18004) as one path, four modules of quiet ground around it; null where the text is longer than a viewer's phone
 * could read from a screen. Medium correction: an encoder's blocks eat some modules.
 */
function qrCode(text: string): SVGSVGElement | null {
  if (text.length > 300) return null;
  const code = qrcode(0, text.length > 120 ? 'L' : 'M');
  code.addData(text, 'Byte');
  code.make();
  const size = code.getModuleCount();
  let path = '';
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) if (code.isDark(row, column)) path += `M${column + 4} ${row + 4}h1v1h-1z`;
  }
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${size + 8} ${size + 8}`);
  picture.setAttribute('shape-rendering', 'crispEdges');
  const modules = document.createElementNS(svg, 'path');
  modules.setAttribute('d', path);
  modules.setAttribute('fill', '#101512');
  picture.append(modules);
  return picture;
}

/** A code to scan, with a word under it; not there where there is nothing to scan. */
export function trace(): Part {
  const [code, caption] = [el('div', 'code'), el('p', 'caption fit')];
  const root = el('div', 'trace', code, caption);
  let drawn: string | null = null;
  return {
    root,
    paint({ data, texts }) {
      write(caption, texts.trace);
      const url = scannableUrl(data.traceUrl, location.href);
      if (url !== drawn) {
        drawn = url;
        const picture = url ? qrCode(url) : null;
        code.replaceChildren(...(picture ? [picture] : []));
      }
      root.hidden = code.childElementCount === 0;
    },
  };
}
