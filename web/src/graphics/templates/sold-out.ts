import { CardGraphic, type Look } from '../base';
import { el, name, number, stamp, stock, word } from '../parts';
import frame from './beside.css?inline';
import css from './sold-out.css?inline';

/** All of it is held. Where there is some left after all (a hold was given back), it says that instead: a card never lies. */
export default class SoldOut extends CardGraphic {
  protected readonly look: Look = {
    css: frame + css,
    announcesSoldOut: true,
    from: { transform: 'scale(0.94)' },
    to: { transform: 'scale(0.97)' },
    arrange(card, picture, logo) {
      const verdict = word('verdict', (texts) => texts.soldOut);
      const parts = [number(), verdict, name(), word('line', (texts) => texts.soldOutLine), stock(), stamp()] as const;
      const [badge, , title, line, left, out] = parts;
      picture.append(out.root);
      card.append(picture, badge.root, el('div', 'words', verdict.root, title.root, line.root, left.root), logo);
      return [...parts];
    },
  };
}
