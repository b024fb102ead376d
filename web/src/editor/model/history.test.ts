import { describe, expect, it } from 'vitest';
import { addLine, differences, linesInClip, sameEdit, type Edit } from './edit';
import * as H from './history';
import * as O from './outbox';

const edit = (title: string, from = 0, to = 100): Edit => ({
  title,
  spans: [{ from, to }],
  captions: null,
  layout: { form: 'crop', focusX: null, focusY: null },
  cover: null,
});
const deed = (what: string, at: number, clip: string, before: Edit | null, after: Edit | null): H.Deed => ({ what, at, steps: [{ clip, before, after }] }); // prettier-ignore

describe('undo and redo', () => {
  it('walk back through the whole visit and forth again', () => {
    let history = H.nothing;
    for (let number = 0; number < 40; number++)
      history = H.add(history, deed('trim', number * 5_000, 'a', edit('x', number), edit('x', number + 1)));
    let at = 40;
    while (H.canUndo(history)) {
      const [next, todo] = H.undo(history);
      history = next;
      expect(todo).toEqual([{ clip: 'a', edit: edit('x', --at) }]);
    }
    expect(at).toBe(0);
    expect(H.undo(history)[1]).toEqual([]);
    while (H.canRedo(history)) history = H.redo(history)[0];
    expect(history.done).toBe(40);
  });
  it('take a drag or a typed word back at once, and not what came later or elsewhere', () => {
    let history = H.add(H.nothing, deed('title', 0, 'a', edit(''), edit('r')));
    history = H.add(history, deed('title', 500, 'a', edit('r'), edit('re')));
    expect(history.deeds).toHaveLength(1);
    expect(H.undo(history)[1][0]?.edit?.title).toBe('');
    history = H.add(history, deed('title', 9_000, 'a', edit('re'), edit('red')));
    history = H.add(history, deed('title', 9_100, 'b', edit('z'), edit('y')));
    history = H.add(history, deed('trim', 9_200, 'b', edit('y'), edit('y', 5)));
    expect(history.deeds).toHaveLength(4);
  });
  it('of a split take both halves back, and forget what was undone when something new is done', () => {
    const split: H.Deed = { what: 'split', at: 0, steps: [{ clip: 'a', before: edit('t', 0, 100), after: edit('t', 0, 50) }, { clip: 'b', before: null, after: edit('t', 50, 100) }] }; // prettier-ignore
    const [undone, todo] = H.undo(H.add(H.nothing, split));
    expect(todo).toEqual([{ clip: 'b', edit: null }, { clip: 'a', edit: edit('t', 0, 100) }]); // prettier-ignore
    expect(H.redo(undone)[1].map((one) => one.clip)).toEqual(['a', 'b']);
    expect(H.canRedo(H.add(undone, deed('trim', 9, 'a', edit('t'), edit('t', 1))))).toBe(false);
  });
  it('survive being stored, and nonsense in the store', () => {
    const history = H.add(H.nothing, deed('trim', 0, 'a', edit('x'), edit('x', 1)));
    expect(H.readHistory(JSON.stringify(history))).toEqual(history);
    for (const bad of [null, '', '{', '[]', '{"deeds":3}', '{"deeds":[null],"done":1}']) expect(H.readHistory(bad)).toEqual(H.nothing);
    expect(H.readHistory('{"deeds":[],"done":7}').done).toBe(0);
  });
});

describe('edits on their way', () => {
  const base = edit('before');
  it('go one after the other, each under an id of its own, and the newest wins', () => {
    let out = O.wish(O.empty, edit('one'));
    out = O.take(out, 'a', 3, base, 'op-1');
    out = O.wish(O.wish(out, edit('two')), edit('three'));
    expect(O.take(out, 'a', 3, base, 'op-2').sending?.operationId).toBe('op-1');
    out = O.take(O.saved(out), 'a', 4, edit('one'), 'op-2');
    expect(out.sending?.edit.title).toBe('three');
    expect(O.isEmpty(O.saved(out))).toBe(true);
  });
  it('are not sent twice when nothing changed since', () => {
    const out = O.wish(O.take(O.wish(O.empty, edit('one')), 'a', 3, base, 'op-1'), edit('one'));
    expect(out.next).toBeNull();
  });
  it('that met somebody else’s show both, and go on with the one that is chosen', () => {
    const sent = O.take(O.wish(O.empty, edit('mine')), 'a', 3, base, 'op-1');
    const open = O.stale(sent, 5, edit('theirs'));
    expect([O.wished(open)?.title, open.theirs?.edit.title]).toEqual(['mine', 'theirs']);
    expect(O.take(open, 'a', 5, base, 'op-2').sending).toBeNull();
    expect(O.take(O.resolve(open, 'mine'), 'a', 5, base, 'op-2').sending?.revision).toBe(5);
    expect(O.isEmpty(O.resolve(open, 'theirs'))).toBe(true);
    expect(O.isEmpty(O.stale(sent, 5, edit('mine')))).toBe(true); // the same: no conflict
  });
  it('that were refused are kept and not sent again by themselves', () => {
    const out = O.refused(O.take(O.wish(O.empty, edit('one')), 'a', 3, base, 'op-1'));
    expect([out.sending, out.next?.title]).toEqual([null, 'one']);
  });
  it('survive being stored, and nonsense in the store', () => {
    const out = O.wish(O.take(O.wish(O.empty, edit('one')), 'a', 3, base, 'op-1'), edit('two'));
    expect(O.readOut(JSON.stringify(out))).toEqual(out);
    for (const bad of [null, '', 'x', '{"next":{"title":4}}', '{"sending":{"edit":{}}}']) expect(O.readOut(bad)).toEqual(O.empty);
  });
});

describe('an edit', () => {
  it('is compared by what it says', () => {
    expect(sameEdit(edit('a'), { ...edit('a'), spans: [{ from: 0, to: 100 }] })).toBe(true);
    expect(differences(edit('a'), { ...edit('b', 5), cover: { at: 1, title: '', template: 't' } })).toEqual(['title', 'spans', 'cover']);
    expect(
      differences(edit('a'), {
        ...edit('a'),
        captions: { burnIn: true, style: '', lines: [] },
        layout: { form: 'blur', focusX: null, focusY: null },
      }),
    ).toEqual(['captions', 'layout']);
  });
  it('keeps a caption with its words while the clip is trimmed', () => {
    const spans = [{ from: 1_000, to: 3_000 }, { from: 5_000, to: 8_000 }]; // prettier-ignore
    const lines = [{ from: 1_500, to: 2_500, text: 'a' }, { from: 5_000, to: 5_500, text: 'b' }]; // prettier-ignore
    expect(linesInClip(lines, spans).map((line) => [line.from, line.to])).toEqual([[500, 1_500], [2_000, 2_500]]); // prettier-ignore
    const trimmed = [{ from: 2_000, to: 3_000 }, { from: 6_000, to: 8_000 }]; // prettier-ignore
    expect(linesInClip(lines, trimmed)).toEqual([{ from: 0, to: 500, text: 'a' }]);
  });
  it('gets a new line that stops at the next one', () => {
    const lines = addLine([{ from: 5_000, to: 6_000, text: 'next' }], 4_000, 'new');
    expect(lines[0]).toEqual({ from: 4_000, to: 5_000, text: 'new' });
  });
});
