import { describe, expect, it } from 'vitest';
import { wishOf, type TypedOffer } from './offer';

const typed = (change: Partial<TypedOffer>): TypedOffer => ({
  kind: 'flash', price: '19.9', quantity: '', steps: [{ upTo: '10', price: '15' }], atLeast: '99', off: '20', minutes: '5', ...change,
}); // prettier-ignore

describe('an offer that is typed', () => {
  it('is a flash price for so many pieces, or all, until its end', () => {
    expect(wishOf(typed({}), 2590)).toEqual({ kind: 'flash', priceFen: 1990, quantity: 0, seconds: 300 });
    expect(wishOf(typed({ quantity: '50' }), 2590)?.quantity).toBe(50);
    expect(wishOf(typed({ price: '25.90' }), 2590)).toBeNull();
    expect(wishOf(typed({ minutes: '' }), 2590)).toBeNull();
    expect(wishOf(typed({ minutes: '241' }), 2590)).toBeNull();
  });

  it('has steps that rise in pieces and price, all below the price of now', () => {
    const steps = [
      { upTo: '10', price: '15' },
      { upTo: '30', price: '20' },
    ];
    expect(wishOf(typed({ kind: 'step', steps, minutes: '' }), 2590)).toEqual({
      kind: 'step',
      quantity: 0,
      seconds: null,
      steps: [
        { upTo: 10, priceFen: 1500 },
        { upTo: 30, priceFen: 2000 },
      ],
    });
    expect(wishOf(typed({ kind: 'step', steps: [...steps].reverse() }), 2590)).toBeNull();
    expect(wishOf(typed({ kind: 'step', steps }), 2000)).toBeNull();
    expect(wishOf(typed({ kind: 'step', steps: [] }), 2590)).toBeNull();
  });

  it('takes less off than what it asks for', () => {
    expect(wishOf(typed({ kind: 'threshold' }), 2590)).toEqual({
      kind: 'threshold',
      quantity: 0,
      atLeastFen: 9900,
      offFen: 2000,
      seconds: 300,
    });
    expect(wishOf(typed({ kind: 'threshold', off: '99' }), 2590)).toBeNull();
  });
});
