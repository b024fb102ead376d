import { describe, expect, it } from 'vitest';
import type { OnAirDoc } from '../kit/api/documents';
import { createPainter } from './painter';

const document = (revision: number, version = 0): OnAirDoc => ({
  sessionId: 's',
  epoch: 1,
  revision,
  phase: 'live',
  card: null,
  stock: { left: 1, allotted: 2, version },
  serverTime: '2026-11-23T00:00:00Z',
  blank: { on: false, version: 0 },
  rehearsal: false,
  theme: { primary: null, accent: null, logoUrl: null, stamp: true },
  version: 0,
});

function stage(options: { visible?: boolean } = {}) {
  const events: string[] = [];
  const frames: (() => void)[] = [];
  const painter = createPainter({
    show: (shown) => {
      events.push(`show ${shown.revision}.${shown.stock?.version}`);
      return Promise.resolve();
    },
    nextFrame: () => new Promise((resolve) => frames.push(resolve)),
    visible: () => options.visible ?? true,
    report: (painted) =>
      events.push(`painted ${painted.revision} ${painted.visible}${painted.blankVersion ? ` ${painted.blankVersion}` : ''}`),
    now: () => 0,
  });
  const frame = async () => {
    frames.splice(0).forEach((resolve) => resolve());
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { painter, events, frame };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('the overlay confirms', () => {
  it('after the second frame that follows the change, not before', async () => {
    const { painter, events, frame } = stage();
    void painter.apply(document(1));
    await settle();
    await frame();
    expect(events).toEqual(['show 1.0']);
    await frame();
    expect(events).toEqual(['show 1.0', 'painted 1 true']);
  });

  it('only the newest of two changes that follow each other closely', async () => {
    const { painter, events, frame } = stage();
    void painter.apply(document(1));
    await settle();
    void painter.apply(document(2));
    await settle();
    await frame();
    await frame();
    await frame();
    expect(events.filter((event) => event.startsWith('painted'))).toEqual(['painted 2 true']);
  });

  it('at once and as unseen when the page is hidden, because a hidden page has no frames', async () => {
    const { painter, events } = stage({ visible: false });
    await painter.apply(document(1));
    expect(events).toEqual(['show 1.0', 'painted 1 false']);
  });

  it('a blank and its end, and no document from before the blank', async () => {
    const { painter, events, frame } = stage();
    const blank = (version: number, on: boolean) => ({ ...document(3), blank: { on, version } });
    void painter.apply(document(3));
    for (const step of [blank(1, true), blank(2, false)]) {
      await settle();
      await frame();
      await frame();
      void painter.apply(step);
    }
    await settle();
    await frame();
    await frame();
    expect(await painter.apply(blank(1, true))).toBe(false);
    expect(events.filter((event) => event.startsWith('painted'))).toEqual(['painted 3 true', 'painted 3 true 1', 'painted 3 true 2']);
  });

  it('nothing for a new stock count, and ignores older documents', async () => {
    const { painter, events, frame } = stage();
    void painter.apply(document(3));
    await settle();
    await frame();
    await frame();
    await painter.apply(document(3, 1));
    await painter.apply(document(2, 9));
    expect(events).toEqual(['show 3.0', 'painted 3 true', 'show 3.1']);
  });
});
