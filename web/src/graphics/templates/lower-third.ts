import { CardGraphic, type Look } from '../base';
import { el, mechanism, name, number, offer, price, stamp, stock } from '../parts';
import frame from './beside.css?inline';
import css from './lower-third.css?inline';

/** The card for every day: picture, name, price and what is left, in the lower third. */
export default class LowerThird extends CardGraphic {
  protected readonly look: Look = {
    css: frame + css,
    from: { transform: 'translateX(-60px)' },
    to: { transform: 'translateY(30px)' },
    arrange(card, picture, logo) {
      const parts = [number(), name(), mechanism(), offer(), price(), stock(), stamp()] as const;
      const [badge, title, extra, clock, money, left, out] = parts;
      picture.append(out.root);
      const chips = el('div', 'chips', extra.root, clock.root);
      card.append(picture, badge.root, el('div', 'words', title.root, chips, money.root, left.root), logo);
      return [...parts];
    },
  };
}
