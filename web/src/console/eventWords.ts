import type { Schemas } from '../kit/api/documents';
import { yuan } from '../kit/money';

export type LogLine = Schemas['LogLineDto'];

/** One thing that happened, as the list of events shows it: a text's key and what belongs into it. */
export interface Happening {
  key: string;
  at: string;
  by: string;
  cause: string;
  what: string;
  facts: Record<string, string | number>;
  tone: 'air' | 'warn' | 'plain';
}

interface Item {
  id: string;
  number: number;
  name: string;
  price: number;
  allotted: number;
  priceHidden?: boolean;
  withdrawn?: boolean;
  offer?: { price: number; endsAt: string; priceAfter: number } | null;
  proof?: { wasPrice: number } | null;
}
type Details = Record<string, never> & {
  items?: Item[];
  item?: Item;
  card?: { itemId: string; number: number; name: string; price: number; priceHidden?: boolean };
  raise?: { itemId: string; from: number; to: number };
  message?: { text: string; urgent?: boolean };
  title?: string;
  door?: object | null;
  holder?: string | null;
  on?: boolean;
  allowed?: boolean;
  autoPop?: { left: number } | null;
};
type Told = Pick<Happening, 'what'> & Partial<Pick<Happening, 'facts' | 'tone'>>;

/** Tells a session's log as what happened. It remembers the items, for the log says how they are, not what was changed. */
export function createTeller() {
  const items = new Map<string, Item>();
  let popping = false;

  const named = (item?: { number: number; name: string }) => ({ number: item?.number ?? 0, name: item?.name ?? '' });

  function itemChanged(now: Item): Told[] {
    const before = items.get(now.id);
    items.set(now.id, now);
    const facts = { ...named(now), price: yuan(now.price) };
    if (!before) return [];
    const told: Told[] = [];
    const add = (what: string, more: Record<string, string | number> = {}, tone: Happening['tone'] = 'plain') =>
      told.push({ what, facts: { ...facts, ...more }, tone });
    if (now.offer && !before.offer) add('offer', {}, 'warn');
    else if (!now.offer && before.offer) add('offerEnd');
    else if (now.price !== before.price) add('price', { from: yuan(before.price) });
    if (!now.offer && (now.priceHidden ?? false) !== (before.priceHidden ?? false)) add(now.priceHidden ? 'priceHidden' : 'priceCalled');
    if ((now.withdrawn ?? false) !== (before.withdrawn ?? false)) add(now.withdrawn ? 'withdrawn' : 'restored', {}, 'warn');
    if (now.allotted !== before.allotted) add('allotted', { count: now.allotted });
    if ((now.proof?.wasPrice ?? 0) !== (before.proof?.wasPrice ?? 0)) add('proof', { was: yuan(now.proof?.wasPrice ?? 0) });
    return told.length ? told : [{ what: 'itemChanged', facts }];
  }

  function tell(what: string, details: Details): Told[] {
    switch (what) {
      case 'created':
        for (const item of details.items ?? []) items.set(item.id, item);
        return [{ what: 'created' }];
      case 'item-added':
        if (details.item) items.set(details.item.id, details.item);
        return [{ what: 'itemAdded', facts: named(details.item) }];
      case 'item':
        return details.item ? itemChanged(details.item) : [];
      case 'shown':
        return [{ what: 'shown', facts: named(details.card), tone: 'air' }];
      case 'cleared':
        return [{ what: 'cleared', tone: 'air' }];
      case 'segment':
        return [{ what: 'segment', facts: { name: details.title ?? '' }, tone: 'air' }];
      case 'raise-asked':
        return [
          {
            what: 'raiseAsked',
            facts: {
              ...named(items.get(details.raise?.itemId ?? '')),
              from: yuan(details.raise?.from ?? 0),
              price: yuan(details.raise?.to ?? 0),
            },
            tone: 'warn',
          },
        ];
      case 'raise-settled':
        return [{ what: details.allowed ? 'raiseAllowed' : 'raiseDeclined' }];
      case 'blank':
        return [{ what: details.on ? 'blanked' : 'unblanked', tone: 'warn' }];
      case 'control':
        return [{ what: details.holder ? 'controlTaken' : 'controlLeft' }];
      case 'control-released':
        return [{ what: 'controlReleased', facts: { account: details.holder ?? '' }, tone: 'warn' }];
      case 'rehearsal':
        return [{ what: details.on ? 'rehearsalOn' : 'rehearsalOff', tone: 'warn' }];
      case 'message':
        return [{ what: details.message?.urgent ? 'messageUrgent' : 'message', facts: { text: details.message?.text ?? '' } }];
      case 'auto-pop': {
        // It is logged with every step; the list tells its beginning and its end.
        const before = popping;
        popping = (details.autoPop ?? null) !== null;
        return popping === before ? [] : [{ what: popping ? 'autoPopOn' : 'autoPopOff' }];
      }
      case 'theme':
        return [{ what: 'theme' }];
      case 'rundown':
      case 'rundown-undo':
        return [{ what: 'rundown' }];
      case 'feed-came':
        return [{ what: 'feedCame', tone: 'air' }];
      case 'feed-went':
        return [{ what: 'feedWent', tone: 'warn' }];
      case 'feed-gone':
        return [{ what: 'feedGivenUp', tone: 'warn' }];
      case 'slot':
        return [{ what: 'slot' }];
      case 'srt-door':
        return [{ what: details.door ? 'srtOpened' : 'srtClosed' }];
      case 'link':
        return [{ what: 'link' }];
      case 'key':
        return [{ what: 'key' }];
      case 'ended':
        return [{ what: 'ended', tone: 'air' }];
      default:
        // next, updated, clips, ledgers, nothing: too small to be told, or told by another line.
        return [];
    }
  }

  return (line: LogLine): Happening[] => {
    let details: Details;
    try {
      details = JSON.parse(line.details) as Details;
    } catch {
      return [];
    }
    return tell(line.what, details).map((told, number) => ({
      key: `${line.at} ${line.what} ${number} ${told.what} ${JSON.stringify(told.facts ?? {})}`,
      at: line.at,
      by: line.by,
      cause: line.cause,
      what: told.what,
      facts: told.facts ?? {},
      tone: told.tone ?? 'plain',
    }));
  };
}
