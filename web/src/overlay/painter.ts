import { isNewer } from '../kit/newer';
import type { AirDoc } from './document';

/** What an overlay tells of its screen. `blankVersion`: that of the document's blank, where it has one. */
export interface Painted {
  epoch: number;
  revision: number;
  visible: boolean;
  clientTimeMs: number;
  blankVersion?: number;
}

/** What the painter needs of its page; a test gives its own. */
export interface Stage {
  /** Puts the document on the page and returns when the page has it. */
  show: (document: AirDoc) => Promise<void>;
  nextFrame: () => Promise<void>;
  visible: () => boolean;
  report: (painted: Painted) => void;
  now: () => number;
}

/**
 * Shows the newest document and says when it is on the screen: after the second animation frame that follows the change, for only then
 * has the first one been handed to the compositor. A hidden page gets no frames; it says at once that it has the document unseen.
 */
export function createPainter(stage: Stage) {
  let current: AirDoc | null = null;
  let turn = 0;

  const confirm = async (document: AirDoc, mine: number) => {
    if (stage.visible()) {
      await stage.nextFrame();
      await stage.nextFrame();
    }
    if (mine === turn)
      stage.report({
        epoch: document.epoch,
        revision: document.revision,
        visible: stage.visible(),
        clientTimeMs: stage.now(),
        ...(document.blank ? { blankVersion: document.blank.version } : {}),
      });
  };

  return {
    current: () => current,
    async apply(document: AirDoc): Promise<boolean> {
      if (!isNewer(document, current)) return false;
      const blanked = (document.blank?.version ?? 0) !== (current?.blank?.version ?? 0);
      const cardChanged = !current || blanked || document.revision !== current.revision || document.epoch !== current.epoch;
      current = document;
      if (cardChanged) turn++;
      const mine = turn;
      await stage.show(document);
      if (cardChanged && mine === turn) await confirm(document, mine);
      return true;
    },
    /** After a reconnection or when the page becomes visible or hidden: says again what is on the screen. */
    async repeat(): Promise<void> {
      if (current) await confirm(current, turn);
    },
  };
}
