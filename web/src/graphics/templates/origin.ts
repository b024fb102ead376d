import { CardGraphic, type Look } from '../base';
import { el, line, name, number, origin, price, stamp, stock } from '../parts';
import { trace } from '../trace';
import css from './origin.css?inline';

/** Where it comes from, and a code by which a viewer reads the whole way of the lot on a phone. */
export default class Origin extends CardGraphic {
  protected readonly look: Look = {
    css,
    from: { transform: 'translateX(-60px)' },
    to: { transform: 'translateY(30px)' },
    arrange(card, picture, logo) {
      const parts = [number(), origin(), name(), price(), stock(), trace(), stamp()] as const;
      const [badge, place, title, money, left, code, out] = parts;
      const eyebrow = line('p', 'eyebrow', ({ data, texts }) => data.origin && texts.origin);
      picture.append(out.root);
      const where = el('div', 'where', eyebrow.root, place.root);
      card.append(picture, badge.root, el('div', 'words', where, title.root, money.root, left.root), code.root, logo);
      return [...parts, eyebrow];
    },
  };
}
