import type { Schemas } from '../kit/api/documents';
import { fenOf } from '../kit/money';
import type { OfferWish } from './useCommands';

/** An offer as it is typed. */
export interface TypedOffer {
  kind: Schemas['OfferKind'];
  price: string;
  quantity: string;
  steps: { upTo: string; price: string }[];
  atLeast: string;
  off: string;
  minutes: string;
}

/** What is typed as the edge takes it; null: not an offer on an item of that price. The edge decides again. */
export function wishOf(typed: TypedOffer, priceFen: number): OfferWish | null {
  const seconds = typed.minutes.trim() === '' ? null : Math.round(Number(typed.minutes) * 60);
  if (seconds !== null && !(seconds >= 10 && seconds <= 14_400)) return null;
  if (typed.kind === 'flash') {
    const price = fenOf(typed.price);
    const quantity = typed.quantity.trim() === '' ? 0 : Number(typed.quantity);
    if (seconds === null || price === null || price < 1 || price >= priceFen || !Number.isInteger(quantity) || quantity < 0) return null;
    return { kind: 'flash', priceFen: price, quantity, seconds };
  }
  if (typed.kind === 'threshold') {
    const [atLeastFen, offFen] = [fenOf(typed.atLeast), fenOf(typed.off)];
    if (atLeastFen === null || offFen === null || offFen < 1 || offFen >= atLeastFen) return null;
    return { kind: 'threshold', quantity: 0, atLeastFen, offFen, seconds };
  }
  const steps = typed.steps.map((step) => ({ upTo: Number(step.upTo), priceFen: fenOf(step.price) ?? 0 }));
  const rising = steps.every((step, at) => {
    const before = steps[at - 1] ?? { upTo: 0, priceFen: 0 };
    return Number.isInteger(step.upTo) && step.upTo > before.upTo && step.priceFen > before.priceFen && step.priceFen < priceFen;
  });
  return steps.length >= 1 && steps.length <= 5 && rising ? { kind: 'step', quantity: 0, steps, seconds } : null;
}
