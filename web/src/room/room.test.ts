import { describe, expect, it } from 'vitest';
import type { CountsDoc, Hold, RoomItem } from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { pauseBefore } from '../kit/useHls';
import { inOrder, leftMs, nextDeadline, piecesOfMine, stateAt, takenAway, webLink } from './holdState';
import { en, zh } from './locale';
import { startsOnTap } from './line';
import { nextStep } from './nextStep';
import { offerWords, priceOf } from './offerWords';
import { every, heldByOthers, newsFor, nothingTold, tell } from './orderToast';
import { leadingZeroBits, solve } from './proof/solve';
import { regionFor } from './regions';
import { itemState, mostPieces } from './shelf';

const now = Date.parse('2026-11-24T12:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
const item = (more: Partial<RoomItem> = {}): RoomItem => ({
  id: 'i1', number: 1, name: '夏乐西瓜', unit: '个', priceFen: 2_990, pictureUrl: '/p', perBuyerLimit: 5, withdrawn: false, wasPriceFen: null, offerEndsAt: null,
  offer: null, priceAfterFen: null, parts: null, notServed: null, shopUrl: null, origin: '', ...more,
}); // prettier-ignore
const offer = (more: Partial<NonNullable<RoomItem['offer']>>): NonNullable<RoomItem['offer']> => ({
  kind: 'flash', endsAt: at(90), quantity: 0, steps: null, atLeastFen: 0, offFen: 0, ...more,
}); // prettier-ignore
const hold = (id: string, state: Hold['state'], seconds = 600, more: Partial<Hold> = {}): Hold => ({
  id, itemId: 'i1', quantity: 1, unitPriceFen: 2_990, discountFen: 0, totalFen: 2_990, state, placedAt: at(-60), expiresAt: at(seconds), code: 'ABCD-EFGH', way: null, stationId: null, ...more,
}); // prettier-ignore

const vectors: [[string, number, string], ...[string, number, string][]] = [
  ['studio', 12, '384'],
  ['s_x65g3qm38s9zw6gb.1764000000.abc', 14, '12480'],
  ['夏县', 10, '1822'],
];

describe('words of an offer', () => {
  it('of a flash price: how long, how many, what comes after', () => {
    const words = offerWords(item({ priceFen: 1_990, priceAfterFen: 2_990, offer: offer({ quantity: 20 }) }), 7, now);
    expect(words).toEqual([
      { key: 'flash', facts: { time: '1:30' } },
      { key: 'flashLeft', facts: { count: 7 } },
      { key: 'after', facts: { price: '¥29.90' } },
    ]);
  });
  it('of a step price: how many pieces until which price', () => {
    const steps = [
      { upTo: 10, priceFen: 1_900 },
      { upTo: 20, priceFen: 2_100 },
    ];
    const stepped = (priceFen: number) => item({ priceFen, priceAfterFen: 2_990, offer: offer({ kind: 'step', endsAt: null, steps }) });
    expect(offerWords(stepped(1_900), 3, now)).toEqual([{ key: 'step', facts: { count: 3, price: '¥21' } }]);
    expect(offerWords(stepped(2_100), 8, now)).toEqual([{ key: 'step', facts: { count: 8, price: '¥29.90' } }]);
  });
  it('of a threshold: from what on how much', () =>
    expect(offerWords(item({ offer: offer({ kind: 'threshold', endsAt: null, atLeastFen: 10_000, offFen: 2_000 }) }), null, now)).toEqual([
      { key: 'threshold', facts: { from: '¥100', off: '¥20' } },
    ]));
  it('are none once its end has come, and none while the price is not called', () => {
    expect(offerWords(item({ offer: offer({ endsAt: at(0) }) }), null, now)).toEqual([]);
    expect(offerWords(item({ priceFen: null, offer: offer({}) }), null, now)).toEqual([]);
  });
});

describe('the price on the button', () => {
  it('is the usual one for more pieces than are left at the flash price', () => {
    const flash = item({ priceFen: 1_990, priceAfterFen: 2_990, offer: offer({ quantity: 20 }) });
    expect(priceOf(flash, 2, 2, now)).toEqual({ unitFen: 1_990, discountFen: 0, totalFen: 3_980 });
    expect(priceOf(flash, 2, 3, now)).toEqual({ unitFen: 2_990, discountFen: 0, totalFen: 8_970 });
    expect(priceOf({ ...flash, offer: offer({ endsAt: at(-1) }) }, 2, 1, now)?.unitFen).toBe(2_990);
  });
  it('has the reduction from the threshold on, once', () => {
    const off = item({ priceFen: 5_000, offer: offer({ kind: 'threshold', atLeastFen: 10_000, offFen: 2_000 }) });
    expect([1, 2, 4].map((quantity) => priceOf(off, null, quantity, now)?.totalFen)).toEqual([5_000, 8_000, 18_000]);
  });
  it('is none while it is not called', () => expect(priceOf(item({ priceFen: null }), null, 1, now)).toBe(null));
});

describe('a countdown', () => {
  it('ends at the deadline whether or not the page was told', () => {
    expect([stateAt(hold('a', 'held', 1), now), stateAt(hold('a', 'held', 0), now), stateAt(hold('a', 'offered', -1), now)]).toEqual([
      'held',
      'expired',
      'expired',
    ]);
    expect(stateAt(hold('a', 'confirmed', -900), now)).toBe('confirmed');
    expect([leftMs(hold('a', 'held', 90), now), leftMs(hold('a', 'held', -5), now)]).toEqual([90_000, 0]);
  });
  it('puts a turn first, then what ends soonest', () => {
    const holds = [
      hold('over', 'released'),
      hold('late', 'held', 900),
      hold('yes', 'confirmed'),
      hold('soon', 'held', 60),
      hold('turn', 'offered', 120),
    ];
    expect(inOrder(holds, now).map((one) => one.id)).toEqual(['turn', 'soon', 'late', 'yes', 'over']);
    expect(nextDeadline(holds, now)).toBe(now + 60_000);
    expect(nextDeadline([hold('yes', 'confirmed')], now)).toBe(null);
  });
  it('knows what somebody gave back from what ended otherwise', () => {
    const before = [hold('a', 'held'), hold('b', 'confirmed'), hold('c', 'held'), hold('d', 'released')];
    const after = [hold('a', 'released'), hold('b', 'released'), hold('c', 'expired'), hold('d', 'released'), hold('e', 'released')];
    expect(takenAway(before, after).map((one) => one.id)).toEqual(['a', 'b']);
  });
  it('counts pieces in combos as the ledger does', () => {
    const combo = item({ id: 'i2', parts: [{ itemId: 'i1', pieces: 2 }] });
    const mine = piecesOfMine(
      [hold('a', 'held', 600, { itemId: 'i2', quantity: 3 }), hold('b', 'held'), hold('c', 'expired')],
      new Map([['i2', combo]]),
      now,
    );
    expect([...mine]).toEqual([['i2', 3], ['i1', 7]]); // prettier-ignore
  });
});

describe('after a refusal', () => {
  const step = (code: string, facts: Record<string, unknown> = {}) => nextStep(new Problem(code, 409, facts));
  it('there is one thing that helps', () => {
    const next = (code: string, facts?: Record<string, unknown>) => [step(code, facts)?.next, step(code, facts)?.value];
    expect(next('price-changed', { priceFen: 3_990 })).toEqual(['hold-at-price', 3_990]);
    expect(next('offer-gone', { priceFen: 2_990, offerLeft: 2 })).toEqual(['fewer', 2]);
    expect(next('offer-gone', { priceFen: 2_990, offerLeft: 0 })).toEqual(['hold-at-price', 2_990]);
    expect(next('sold-out', { left: 0, waiting: 4 })).toEqual(['wait', undefined]);
    expect(next('sold-out', { left: 2 })).toEqual(['fewer', 2]);
    expect(next('limit-reached', { limit: 5, mine: 3 })).toEqual(['fewer', 2]);
    expect(next('limit-reached', { limit: 5, mine: 5 })).toEqual(['my-holds', undefined]);
    expect(
      ['not-sold-out', 'region-needed', 'region-not-served', 'contact-needed', 'hold-ended', 'too-fast', 'busy', 'offline'].map(
        (code) => step(code)?.next,
      ),
    ).toEqual(['hold', 'region', 'region', 'contact', 'hold', 'retry', 'retry', 'retry']);
    expect(step('item-withdrawn')).toBe(null);
  });
  it('is said in both languages', () => {
    const codes = [
      'price-changed',
      'offer-gone',
      'sold-out',
      'limit-reached',
      'not-sold-out',
      'region-needed',
      'region-not-served',
      'contact-needed',
      'hold-ended',
      'too-fast',
      'busy',
      'proof-needed',
      'offline',
      'storage-unavailable',
      'outcome-unknown',
      'link-invalid',
    ];
    for (const code of codes)
      for (const texts of [zh, en]) expect((texts.step as Record<string, string>)[step(code)?.say ?? '']).toBeTruthy();
    for (const code of ['offer-gone', 'sold-out', 'limit-reached']) {
      const say = step(code, { offerLeft: 1, left: 1, limit: 2, mine: 1 })?.say ?? '';
      for (const texts of [zh, en]) expect((texts.step as Record<string, string>)[say]).toBeTruthy();
    }
  });
});

describe('the texts', () => {
  const keys = (texts: object, path = ''): string[] =>
    Object.entries(texts).flatMap(([key, text]) => (typeof text === 'object' ? keys(text as object, `${path}${key}.`) : [path + key]));
  it('are the same in both languages', () => expect(keys(en)).toEqual(keys(zh)));
  it('fill in the same', () => {
    const holes = (texts: object): string[] =>
      JSON.stringify(texts)
        .match(/\{\w+\}/g)
        ?.sort() ?? [];
    for (const part of Object.keys(zh) as (keyof typeof zh)[])
      expect([part, ...new Set(holes(en[part]))]).toEqual([part, ...new Set(holes(zh[part]))]);
  });
});

describe('a proof of work', () => {
  it('counts zero bits from the first on', () =>
    expect([[0xff], [0x7f], [0x01], [0, 0x80], [0, 0x10], [0, 0]].map((bytes) => leadingZeroBits(Uint8Array.from(bytes)))).toEqual([
      0, 1, 7, 8, 11, 16,
    ]));
  it('finds the first nonce of known challenges', () => {
    // Made with: for n in 0..; sha256("challenge:n"), by another program (python hashlib).
    expect(solve('studio', 0, 0, 1)).toBe('0');
    for (const [challenge, bits, nonce] of vectors) expect([challenge, solve(challenge, bits, 0, 1_000_000)]).toEqual([challenge, nonce]);
  });
  it('goes on where it stopped, and says when there was none', () => {
    const [challenge, bits, nonce] = vectors[0];
    expect(solve(challenge, bits, 0, Number(nonce))).toBe(null);
    expect(solve(challenge, bits, Number(nonce), 1)).toBe(nonce);
  });
});

describe('the word about others', () => {
  const counts = (held: number, confirmed = 0): CountsDoc => ({
    sessionId: 's',
    items: [{ itemId: 'i1', allotted: 100, held, confirmed, left: 100 - held - confirmed, version: held, waiting: 0, offerLeft: null }],
  });
  const none: ReadonlyMap<string, number> = new Map();
  const free: ReadonlySet<string> = new Set();
  const first = heldByOthers(null, counts(10), none, free);
  it('comes with a real rise only', () => {
    expect(first.pieces).toBe(0);
    expect(heldByOthers(first.seen, counts(13), none, free).pieces).toBe(3);
    expect(heldByOthers(first.seen, counts(10), none, free).pieces).toBe(0);
    expect(heldByOthers(first.seen, counts(8), none, free).pieces).toBe(0);
    expect(heldByOthers(first.seen, counts(7, 3), none, free).pieces).toBe(0);
  });
  it('never counts what is mine, whichever came first: the answer or the counts', () => {
    expect(heldByOthers(first.seen, counts(11), new Map([['i1', 1]]), free).pieces).toBe(0);
    const during = heldByOthers(first.seen, counts(11), none, new Set(['i1']));
    expect(during.pieces).toBe(0);
    expect(heldByOthers(during.seen, counts(11), new Map([['i1', 1]]), free).pieces).toBe(0);
    expect(heldByOthers(during.seen, counts(14), new Map([['i1', 1]]), free).pieces).toBe(3);
  });
  it('comes at most every few seconds, adds up meanwhile, and forgets what is old', () => {
    const one = tell(nothingTold, 2, 1_000);
    expect(one.show).toBe(2);
    const two = tell(one.told, 3, 1_500);
    expect(two.show).toBe(0);
    const three = tell(two.told, 1, 1_000 + every);
    expect(three.show).toBe(4);
    const four = tell(three.told, 5, 1_100 + every);
    expect(tell(four.told, 0, 1_200 + every + newsFor).show).toBe(0);
  });
});

describe('small decisions', () => {
  it('an item says why it cannot be held', () => {
    expect(itemState(item(), 3, 'live', false)).toBe('open');
    expect(itemState(item(), 0, 'live', false)).toBe('soldOut');
    expect(itemState(item({ priceFen: null }), 3, 'live', false)).toBe('priceToCome');
    expect(itemState(item({ withdrawn: true }), 3, 'live', false)).toBe('withdrawn');
    expect([itemState(item(), 3, 'planned', false), itemState(item(), 3, 'planned', true), itemState(item(), 3, 'ended', false)]).toEqual([
      'notYet',
      'rehearsal',
      'over',
    ]);
    expect([mostPieces(item(), 100, 0), mostPieces(item(), 2, 0), mostPieces(item(), 100, 5), mostPieces(item(), null, 4)]).toEqual([
      5, 2, 0, 1,
    ]);
  });
  it('only a page on the web is a shop', () =>
    expect(['https://shop.example/a', 'http://x.cn', 'javascript:alert(1)', 'data:text/html,x', '//x.cn', '', null].map(webLink)).toEqual([
      'https://shop.example/a',
      'http://x.cn/',
      null,
      null,
      null,
      null,
      null,
    ]));
  it('a province is sent as the item writes it', () => {
    expect(regionFor(['新疆维吾尔自治区', '西藏'], '新疆')).toBe('新疆维吾尔自治区');
    expect([regionFor(['西藏'], '西藏'), regionFor(['西藏'], '山西'), regionFor(['西藏'], null), regionFor(null, '山西')]).toEqual([
      '西藏',
      '山西',
      null,
      '山西',
    ]);
  });
  it('a slow line or a data saver starts the picture with a tap', () =>
    expect([
      startsOnTap(undefined),
      startsOnTap({ effectiveType: '4g' }),
      startsOnTap({ effectiveType: '3g' }),
      startsOnTap({ saveData: true, effectiveType: '4g' }),
    ]).toEqual([false, false, true, true]));
  it('the picture is asked for again less and less often', () =>
    expect([0, 1, 2, 3, 9].map(pauseBefore)).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]));
});
