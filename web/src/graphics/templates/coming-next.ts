import { CardGraphic, type Look } from '../base';
import { el, mechanism, name, number, price, stamp, stock, word } from '../parts';
import css from './coming-next.css?inline';

/** What the host shows next, small and at the top, while the present product is still talked about. */
export default class ComingNext extends CardGraphic {
  protected readonly look: Look = {
    css,
    from: { transform: 'translateY(-50px)' },
    to: { transform: 'translateY(-30px)' },
    arrange(card, picture, logo) {
      const parts = [number(), name(), mechanism(), price(), stock(), stamp()] as const;
      const [badge, title, extra, money, left, out] = parts;
      const heading = word('heading', (texts) => texts.comingNext);
      picture.append(out.root);
      const head = el('header', 'head', heading.root, badge.root, logo);
      card.append(head, el('div', 'body', picture, el('div', 'words', title.root, extra.root, money.root, left.root)));
      return [...parts, heading];
    },
  };
}
