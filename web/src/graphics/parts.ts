import { parts as money } from '../kit/money';
import { countdown } from './clock';
import type { CardData } from './data';
import { write } from './fit';
import type { GraphicTexts } from './texts';

/** What a part of a card is painted from. */
export interface Shown {
  data: CardData;
  texts: GraphicTexts;
  /** The server's time, ms. */
  now: number;
  /** Whatever changes is not to be seen as a movement. */
  still: boolean;
}

/** One piece of a card: its element, and how it follows the data. */
export interface Part {
  root: HTMLElement;
  paint: (shown: Shown) => void;
}

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, names: string, ...children: Node[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (names) made.className = names;
  made.append(...children);
  return made;
}

export const soldOut = (data: CardData) => data.stock?.left === 0;

/** A line of text from the data; the part is not there where there is nothing to say. */
export function line(tag: 'h2' | 'p', names: string, say: (shown: Shown) => string | null): Part {
  const root = el(tag, `${names} fit`);
  return {
    root,
    paint(shown) {
      const text = say(shown) ?? '';
      root.hidden = text === '';
      write(root, text);
    },
  };
}

export const name = () => line('h2', 'name', ({ data }) => data.name);
export const mechanism = () => line('p', 'mechanism', ({ data }) => data.mechanism);
export const origin = () => line('p', 'origin', ({ data }) => data.origin);

/** 7号 / No. 7, with the words small. */
export function number(): Part {
  const [before, digits, after] = [el('small', ''), el('span', ''), el('small', '')];
  const root = el('div', 'number', before, digits, after);
  return {
    root,
    paint({ data, texts }) {
      root.hidden = data.number === 0;
      write(before, texts.number[0]);
      write(digits, String(data.number));
      write(after, texts.number[1]);
    },
  };
}

/** The price with large yuan and small fen; beside it what it was, struck out, and the unit. */
export function price(): Part {
  const [yen, whole, fen, toCome] = [el('span', 'yen'), el('span', 'whole'), el('span', 'fen'), el('span', 'to-come')];
  const main = el('p', 'price fit', yen, whole, fen, toCome);
  const [was, unit] = [el('p', 'was entire fit'), el('p', 'unit fit')];
  const root = el('div', 'price-row', main, el('div', 'beside', was, unit));
  return {
    root,
    paint({ data, texts }) {
      const [yuan, rest] = data.priceFen === null ? ['', '00'] : money(data.priceFen);
      write(yen, yuan && '¥');
      write(whole, yuan);
      write(fen, rest === '00' ? '' : `.${rest}`);
      write(toCome, yuan ? '' : texts.priceToCome);
      const before =
        data.priceFen === null || data.wasPriceFen === null || data.wasPriceFen <= data.priceFen ? null : money(data.wasPriceFen);
      was.hidden = !before;
      write(was, before ? `¥${before[0]}${before[1] === '00' ? '' : `.${before[1]}`}` : '');
      unit.hidden = !yuan || !data.unit;
      write(unit, unit.hidden ? '' : texts.per(data.unit));
    },
  };
}

/** How much is left, from the ledger: a bar and a number. */
export function stock(): Part {
  const [fill, left] = [el('i', ''), el('span', 'left')];
  const root = el('div', 'stock', el('span', 'bar', fill), left);
  let before = '';
  return {
    root,
    paint({ data, texts, still }) {
      const { stock: has } = data;
      root.hidden = !has;
      if (!has) return;
      const scarce = has.left <= Math.max(5, has.allotted / 10);
      root.classList.toggle('scarce', scarce);
      fill.style.transform = `scaleX(${has.allotted > 0 ? has.left / has.allotted : 0})`;
      const text = has.left === 0 ? texts.soldOut : scarce ? texts.only(has.left) : texts.left(has.left);
      write(left, text);
      if (!still && before && before !== text)
        left.animate?.([{ transform: 'translateY(35%) scale(1.12)', opacity: 0 }, {}], { duration: 180, easing: 'ease-out' });
      before = text;
    },
  };
}

/** What is left of an offer, by the server's clock. */
export function offer(): Part {
  const [label, days, clock] = [el('span', 'label'), el('span', 'days'), el('span', 'clock')];
  const root = el('div', 'offer', label, days, clock);
  return {
    root,
    paint({ data, texts, now }) {
      root.hidden = data.offerEndsAt === null;
      if (data.offerEndsAt === null) return;
      const left = countdown(Date.parse(data.offerEndsAt) - now);
      root.classList.toggle('over', left.over);
      write(label, left.over ? texts.ended : texts.endsIn);
      write(days, left.days ? texts.days(left.days) : '');
      const digits = left.over ? [] : left.digits;
      clock.classList.toggle('long', digits.length > 2);
      // Each second changes the text of a digit, not the tree: nothing is laid out anew.
      while (clock.childElementCount > digits.length) clock.lastElementChild?.remove();
      while (clock.childElementCount < digits.length) clock.append(el('b', ''));
      digits.forEach((two, at) => write(clock.children[at] as HTMLElement, two));
    },
  };
}

/** Over the picture of what nobody can have any more. */
export function stamp(): Part {
  const root = el('div', 'stamp', el('span', ''));
  return {
    root,
    paint: ({ texts }) => write(root.firstElementChild as HTMLElement, texts.soldOut),
  };
}

/** A word of the graphic itself. */
export const word = (names: string, say: (texts: GraphicTexts) => string) => line('p', names, ({ texts }) => say(texts));
