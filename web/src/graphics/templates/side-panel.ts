import { CardGraphic, type Look } from '../base';
import { el, mechanism, name, number, offer, origin, price, stamp, stock } from '../parts';
import css from './side-panel.css?inline';

/** A tall card at the side, with a large picture: the host stays free in the middle. */
export default class SidePanel extends CardGraphic {
  protected readonly look: Look = {
    css,
    from: { transform: 'translateX(80px)' },
    to: { transform: 'translateX(50px)' },
    arrange(card, picture, logo) {
      const parts = [number(), name(), origin(), mechanism(), offer(), price(), stock(), stamp()] as const;
      const [badge, title, place, extra, clock, money, left, out] = parts;
      picture.append(out.root);
      const words = el('div', 'words', title.root, place.root, extra.root, money.root, clock.root, left.root);
      card.append(picture, badge.root, words, logo);
      return [...parts];
    },
  };
}
