import { Problem } from '../kit/api/problem';

/** What the button beside a refusal does. */
export type Next = 'hold-at-price' | 'fewer' | 'wait' | 'region' | 'contact' | 'my-holds' | 'retry' | 'reload' | 'hold' | 'none';

/** A refusal as the viewer hears it: a key of the texts below `step`, and the one thing that helps. */
export interface Step {
  say: string;
  facts: Record<string, unknown>;
  next: Next;
  /** For `fewer`: how many can be had. For `hold-at-price`: the price that was named, in fen. */
  value?: number;
}

const number = (fact: unknown): number => (typeof fact === 'number' && Number.isFinite(fact) ? fact : 0);

/** What helps after a refusal. Null: the kit's sentence and nothing to press. */
export function nextStep(problem: Problem): Step | null {
  const { facts } = problem;
  switch (problem.code) {
    case 'price-changed':
      return { say: 'priceChanged', facts, next: 'hold-at-price', value: number(facts['priceFen']) };
    case 'offer-gone': {
      const left = number(facts['offerLeft']);
      return left > 0
        ? { say: 'offerFew', facts: { ...facts, left }, next: 'fewer', value: left }
        : { say: 'offerGone', facts, next: 'hold-at-price', value: number(facts['priceFen']) };
    }
    case 'sold-out': {
      const left = number(facts['left']);
      return left > 0
        ? { say: 'fewLeft', facts: { left }, next: 'fewer', value: left }
        : { say: 'soldOut', facts: { waiting: number(facts['waiting']) }, next: 'wait' };
    }
    case 'limit-reached': {
      const rest = number(facts['limit']) - number(facts['mine']);
      if (rest > 0) return { say: 'limitRest', facts: { ...facts, rest }, next: 'fewer', value: rest };
      return { say: 'limit', facts, next: 'my-holds' };
    }
    case 'not-sold-out':
      return { say: 'backAgain', facts: { left: number(facts['left']) }, next: 'hold' };
    case 'region-needed':
      return { say: 'regionNeeded', facts, next: 'region' };
    case 'region-not-served':
      return { say: 'regionNotServed', facts, next: 'region' };
    case 'contact-needed':
      return { say: 'contactNeeded', facts, next: 'contact' };
    case 'hold-ended':
      return { say: 'holdEnded', facts, next: 'hold' };
    case 'too-fast':
    case 'busy':
    case 'proof-needed':
    case 'offline':
    case 'storage-unavailable':
    case 'outcome-unknown':
      return { say: problem.code, facts, next: 'retry' };
    case 'unauthenticated':
    case 'link-invalid':
      return { say: 'linkEnded', facts, next: 'reload' };
    default:
      return null;
  }
}
