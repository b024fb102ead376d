import { describe, expect, it } from 'vitest';
import { createTeller } from './eventWords';
import { en, zh } from './locale';

const item = (more: object = {}) => ({ id: 'i1', number: 1, name: '西瓜', price: 2990, allotted: 20, ...more });
const line = (what: string, details: object, at = '2026-11-23T00:00:00Z') => ({
  at,
  by: 'li',
  cause: 'manual',
  what,
  details: JSON.stringify({ t: what, ...details }),
  operationId: null,
});

describe('the log in words', () => {
  const tell = createTeller();
  tell(line('created', { items: [item()] }));
  const told = (what: string, details: object) => tell(line(what, details)).map((one) => [one.what, one.facts]);

  it('says what was changed about an item, not how it is', () => {
    expect(told('item', { item: item({ price: 2590 }) })).toEqual([
      ['price', { number: 1, name: '西瓜', price: '¥25.90', from: '¥29.90' }],
    ]);
    expect(told('item', { item: item({ price: 2590, priceHidden: true }) })[0]?.[0]).toBe('priceHidden');
    expect(told('item', { item: item({ price: 2590 }) })[0]?.[0]).toBe('priceCalled');
    const offer = { price: 1990, endsAt: '2026-11-23T01:00:00Z', priceAfter: 2590 };
    expect(told('item', { item: item({ price: 1990, offer }) })[0]?.[0]).toBe('offer');
    expect(told('item', { item: item({ price: 2590 }) })[0]?.[0]).toBe('offerEnd');
    expect(told('item', { item: item({ price: 2590, withdrawn: true, allotted: 5 }) }).map(([what]) => what)).toEqual([
      'withdrawn',
      'allotted',
    ]);
  });

  it('tells the beginning and the end of the automatic pop-up, not its steps', () => {
    const steps = [{ left: 3 }, { left: 2 }, null].map((autoPop) => told('auto-pop', { autoPop }).map(([what]) => what));
    expect(steps).toEqual([['autoPopOn'], [], ['autoPopOff']]);
  });

  it('leaves out what is too small, and lines that are not understood', () => {
    expect(told('ledgers', {})).toEqual([]);
    expect(told('something of a later version', {})).toEqual([]);
    expect(tell({ ...line('shown', {}), details: '{' })).toEqual([]);
  });

  it('has words for everything it tells, in both languages', () => {
    const names = [
      'created',
      'shown',
      'cleared',
      'segment',
      'raiseAsked',
      'blanked',
      'unblanked',
      'message',
      'messageUrgent',
      'feedWent',
      'feedGivenUp',
      'slot',
      'srtOpened',
      'srtClosed',
      'ended',
    ];
    for (const name of names) {
      expect(zh.events.what).toHaveProperty(name);
      expect(en.events.what).toHaveProperty(name);
    }
  });
});
