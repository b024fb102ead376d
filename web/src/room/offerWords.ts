import type { RoomItem } from '../kit/api/documents';
import { yuan } from '../kit/money';
import { span } from '../kit/time';

/** A line about an offer: a key of the texts below `offer`, and what is filled in. */
export interface OfferWord {
  key: 'flash' | 'flashLeft' | 'after' | 'step' | 'stepLast' | 'threshold' | 'ends';
  facts: Record<string, string | number>;
}

/** What so many pieces cost: the page's own reckoning of the ledger's promise. A higher price than this one is refused, never charged. */
export interface Price {
  unitFen: number;
  discountFen: number;
  totalFen: number;
}

const runs = (item: RoomItem, now: number) => item.offer !== null && !(item.offer.endsAt !== null && Date.parse(item.offer.endsAt) <= now);

/** The lines about an item's running offer, the most telling first. */
export function offerWords(item: RoomItem, offerLeft: number | null, now: number): OfferWord[] {
  const { offer } = item;
  if (!offer || item.priceFen === null || !runs(item, now)) return [];
  const words: OfferWord[] = [];
  const left = offer.endsAt === null ? null : span(Date.parse(offer.endsAt) - now);
  switch (offer.kind) {
    case 'flash':
      words.push({ key: 'flash', facts: { time: left ?? '' } });
      if (offerLeft !== null) words.push({ key: 'flashLeft', facts: { count: offerLeft } });
      if (item.priceAfterFen !== null && item.priceAfterFen > item.priceFen)
        words.push({ key: 'after', facts: { price: yuan(item.priceAfterFen) } });
      break;
    case 'step': {
      const next = offer.steps?.find((step) => step.priceFen > (item.priceFen ?? 0))?.priceFen ?? item.priceAfterFen;
      if (offerLeft !== null && next !== null) words.push({ key: 'step', facts: { count: offerLeft, price: yuan(next) } });
      else words.push({ key: 'stepLast', facts: {} });
      if (left !== null) words.push({ key: 'ends', facts: { time: left } });
      break;
    }
    case 'threshold':
      words.push({ key: 'threshold', facts: { from: yuan(offer.atLeastFen), off: yuan(offer.offFen) } });
      if (left !== null) words.push({ key: 'ends', facts: { time: left } });
      break;
  }
  return words;
}

/** What so many pieces would cost now; null while the price is not called. */
export function priceOf(item: RoomItem, offerLeft: number | null, quantity: number, now: number): Price | null {
  if (item.priceFen === null) return null;
  const { offer } = item;
  const plain = (unitFen: number, discountFen = 0): Price => ({ unitFen, discountFen, totalFen: unitFen * quantity - discountFen });
  if (!offer) return plain(item.priceFen);
  // Between the end of an offer and the word of it the page is the first to know.
  if (!runs(item, now)) return plain(item.priceAfterFen ?? item.priceFen);
  // A hold has one price: more pieces than are left at the flash price all cost the usual one.
  if (offer.kind === 'flash' && offerLeft !== null && quantity > offerLeft) return plain(item.priceAfterFen ?? item.priceFen);
  if (offer.kind === 'threshold' && item.priceFen * quantity >= offer.atLeastFen) return plain(item.priceFen, offer.offFen);
  return plain(item.priceFen);
}
