import { CardGraphic, type Look } from '../base';
import { el, mechanism, name, number, offer, price, stamp, stock } from '../parts';
import css from './big-price.css?inline';

/** The price as large as it goes, and how long it holds: for a flash offer. */
export default class BigPrice extends CardGraphic {
  protected readonly look: Look = {
    css,
    from: { transform: 'translateY(60px) scale(0.97)' },
    to: { transform: 'translateY(40px)' },
    arrange(card, picture, logo) {
      const parts = [number(), name(), mechanism(), price(), offer(), stock(), stamp()] as const;
      const [badge, title, extra, money, clock, left, out] = parts;
      picture.append(out.root);
      const head = el('div', 'head', title.root, extra.root);
      card.append(picture, badge.root, el('div', 'words', head, money.root), el('div', 'side', clock.root, left.root), logo);
      return [...parts];
    },
  };
}
