import { ServerClock } from '../graphics/clock';
import type { CardData } from '../graphics/data';
import type { AirDoc } from './document';
import './overlay.css';
import { createRenderer } from './renderer';
import { template } from './templates';
import { rehearsalMark } from './texts';

export interface ScreenOptions {
  root: HTMLElement;
  lang: string;
  layout: () => CardData['layout'];
  /** The picture or the template of the card failed or came after all. */
  changed: () => void;
}

/** What stands over the picture: the card, the mark of a rehearsal, or nothing at all. The overlay and its mirror are this one. */
export function createScreen({ root, lang, layout, changed }: ScreenOptions) {
  const cards = document.createElement('div');
  const rehearsal = document.createElement('div');
  rehearsal.className = 'rehearsal';
  rehearsal.dataset['testid'] = 'rehearsal';
  rehearsal.textContent = rehearsalMark(lang);
  rehearsal.lang = lang;
  rehearsal.hidden = true;
  root.append(cards, rehearsal);
  const clock = new ServerClock();
  const renderer = createRenderer({ root: cards, lang, layout, serverNow: () => clock.now(), template, changed });

  return {
    root: cards,
    failures: renderer.failures,
    learn: (serverTime: string) => clock.learn(serverTime),
    async show(shown: AirDoc, animated: boolean): Promise<void> {
      // Before anything that takes time: a panic waits for no picture.
      root.style.visibility = shown.blank?.on ? 'hidden' : '';
      root.dataset['blank'] = String(shown.blank?.on === true);
      rehearsal.hidden = !shown.rehearsal || shown.phase === 'ended';
      await renderer.show(shown, animated && !shown.blank?.on);
    },
  };
}
