import type { CardData } from '../graphics/data';
import type { Graphic, GraphicClass, ReturnPayload } from '../graphics/ograf';
import { cardData, templateOf, usual, type AirCard, type AirDoc } from './document';

/** What a renderer needs of its page. */
export interface Place {
  root: HTMLElement;
  lang: string;
  layout: () => CardData['layout'];
  serverNow: () => number;
  template: (id: string) => Promise<GraphicClass>;
  /** The picture or the template of the card on screen failed or came after all. */
  changed: () => void;
}

/** What a foreign graphic may take for a step; the card is on the screen by then, in the usual template if need be. */
const patienceMs = 1_500;

interface Shown {
  key: string;
  holder: HTMLElement;
  document: AirDoc;
  card: AirCard;
  graphic: Graphic | null;
  pictureFailed: boolean;
  templateFailed: boolean;
  /** Settled when the card is on the screen, or another one is wanted. */
  ready: Promise<void>;
}

/**
 * An OGraf renderer of one layer: it keeps the graphic of the card that is on air. A card that goes may overlap the one that comes; a
 * card is never missing because its template is.
 */
export function createRenderer(place: Place) {
  let shown: Shown | null = null;

  const dataOf = (of: Shown) => cardData(of.document, of.card, place.lang, place.layout(), place.serverNow());
  const mark = (of: Shown) => {
    of.holder.dataset['epoch'] = String(of.document.epoch);
    of.holder.dataset['revision'] = String(of.document.revision);
  };

  /** Puts the graphic of a class onto the page and plays it; throws where the graphic does not do what a graphic must. */
  const mount = async (of: Shown, type: GraphicClass, animated: boolean): Promise<void> => {
    const graphic = new type();
    graphic.addEventListener('v_picture', (event) => {
      of.pictureFailed = (event as CustomEvent<{ failed: boolean }>).detail.failed;
      if (of === shown) place.changed();
    });
    of.holder.replaceChildren(graphic);
    const began = of.document;
    const resolution = { width: innerWidth, height: innerHeight };
    try {
      note(of, await soon(graphic.load({ data: dataOf(of), renderType: 'realtime', renderCharacteristics: { resolution } })));
      if (of !== shown) return;
      if (of.document !== began) note(of, await soon(graphic.updateAction({ data: dataOf(of), skipAnimation: true })));
      of.graphic = graphic;
      mark(of);
      const playing = graphic.playAction({ skipAnimation: !animated });
      // An entrance ends when it ends; what is waited for is a graphic that fails at once.
      note(of, await Promise.race([playing, animated ? tick() : soon(playing)]));
      playing.catch(() => undefined);
    } catch (failure) {
      of.graphic = null;
      graphic.remove();
      throw failure;
    }
  };

  const enter = async (of: Shown, animated: boolean): Promise<void> => {
    const id = templateOf(of.card);
    if (of.card.template && of.card.template !== id) of.templateFailed = true;
    try {
      const type = await soon(place.template(id));
      if (of === shown) await mount(of, type, animated);
    } catch {
      of.templateFailed = true;
      const type = await place.template(usual);
      if (of === shown) await mount(of, type, animated);
    }
  };

  /** The card leaves. With a successor it no longer is "the card" of the page; without one it is until it has gone. */
  const leave = async (of: Shown, atOnce: boolean, replaced: boolean): Promise<void> => {
    if (replaced) delete of.holder.dataset['testid'];
    try {
      if (of.graphic && !atOnce) await soon(of.graphic.stopAction({}));
    } catch {
      // It goes in any case.
    }
    of.holder.remove();
    void of.graphic?.dispose({})?.catch?.(() => undefined);
  };

  return {
    /** What went wrong with the card on screen, for the report. */
    failures: () => ({
      ...(shown?.pictureFailed ? { pictureFailed: true as const } : {}),
      ...(shown?.templateFailed ? { templateFailed: true as const } : {}),
    }),

    /** Returns when the page has the document; `animated` where the page has seen the change itself. */
    async show(document: AirDoc, animated: boolean): Promise<void> {
      const { card } = document;
      const key = card ? `${document.epoch} ${card.takenAt} ${templateOf(card)}` : null;
      if (shown && shown.key === key && card) {
        Object.assign(shown, { document, card });
        if (shown.graphic) {
          mark(shown);
          const of = shown;
          await soon(shown.graphic.updateAction({ data: dataOf(of) })).then(
            (answer) => note(of, answer),
            () => undefined,
          );
        } else await shown.ready;
        return;
      }
      const before = shown;
      shown = null;
      if (before) void leave(before, !animated, card !== null);
      if (!card || key === null) return;
      const holder = window.document.createElement('div');
      holder.className = 'place';
      holder.dataset['testid'] = 'card';
      place.root.append(holder);
      const of: Shown = {
        key,
        holder,
        document,
        card,
        graphic: null,
        pictureFailed: false,
        templateFailed: false,
        ready: Promise.resolve(),
      };
      shown = of;
      of.ready = enter(of, animated);
      await of.ready;
    },
  };
}

function note(of: Shown, answer: ReturnPayload | undefined): void {
  if (!answer) return;
  if (answer.statusCode >= 400) throw new Error(answer.statusMessage ?? String(answer.statusCode));
  if (answer.v_pictureFailed) of.pictureFailed = true;
}

const tick = () => new Promise<undefined>((resolve) => setTimeout(resolve));

/** The answer, or a failure where it takes too long. */
function soon<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('too slow')), patienceMs);
    Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
