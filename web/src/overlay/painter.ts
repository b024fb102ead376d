import type { OnAirDoc } from '../kit/api/documents';
import { isNewer } from '../kit/newer';

/** What the painter needs of its page; a test gives its own. */
export interface Stage {
  /** Puts the document on the page and returns when the page has it. */
  show: (document: OnAirDoc) => Promise<void>;
  nextFrame: () => Promise<void>;
  visible: () => boolean;
  report: (painted: { epoch: number; revision: number; visible: boolean; clientTimeMs: number }) => void;
  now: () => number;
}

/**
 * Shows the newest document and says when it is on the screen: after the second animation frame that follows the change, for only then
 * has the first one been handed to the compositor. A hidden page gets no frames; it says at once that it has the document unseen.
 */
export function createPainter(stage: Stage) {
  let current: OnAirDoc | null = null;
  let turn = 0;

  const confirm = async (document: OnAirDoc, mine: number) => {
    if (stage.visible()) {
      await stage.nextFrame();
      await stage.nextFrame();
    }
    if (mine === turn)
      stage.report({ epoch: document.epoch, revision: document.revision, visible: stage.visible(), clientTimeMs: stage.now() });
  };

  return {
    current: () => current,
    async apply(document: OnAirDoc): Promise<boolean> {
      if (!isNewer(document, current)) return false;
      const cardChanged = !current || document.revision !== current.revision || document.epoch !== current.epoch;
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
