import type { ShowcaseItem } from '../kit/api/documents';
import type { AirDoc } from '../overlay/document';
import type { Console } from './useConsole';

export interface SampleOptions {
  template: string | null;
  mechanism: string;
  stock: { left: number; allotted: number } | null;
  theme?: AirDoc['theme'];
}

/** What would be on air if an item were taken now: for previews, which show documents and nothing else. */
export function sampleOf(room: Console, item: ShowcaseItem | null, { template, mechanism, stock, theme }: SampleOptions): AirDoc {
  return {
    sessionId: room.sessionId,
    epoch: 0,
    revision: 0,
    version: 0,
    phase: 'live',
    blank: { on: false, version: 0 },
    rehearsal: false,
    serverTime: new Date(room.serverNow()).toISOString(),
    theme: theme ?? room.board.value?.theme ?? { primary: null, accent: null, logoUrl: null, stamp: false },
    stock: item ? { left: stock?.left ?? item.allotted, allotted: stock?.allotted ?? item.allotted, version: 0 } : null,
    card: item && {
      itemId: item.id,
      number: item.number,
      name: item.name,
      unit: item.unit,
      // As the server does it: a price that was not called is in no document.
      priceFen: item.priceHidden ? null : item.priceFen,
      wasPriceFen: item.priceHidden || (item.wasPriceFen ?? 0) <= item.priceFen ? null : item.wasPriceFen,
      pictureUrl: item.pictureUrl,
      origin: item.origin || null,
      traceUrl: item.traceUrl || null,
      offerEndsAt: item.offerEndsAt,
      mechanism: mechanism || null,
      template: template ?? 'lower-third',
      // Another item is another showing.
      takenAt: item.id,
    },
  };
}
