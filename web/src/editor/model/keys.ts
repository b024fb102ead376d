/** What a key can mean in the editor, in the order in which people read it. */
export const actions = [
  'play', 'back', 'stop', 'ahead', 'frameBack', 'frameAhead', 'secondBack', 'secondAhead', 'toIn', 'toOut',
  'in', 'out', 'markIn', 'markOut', 'removeMarked', 'clearMarks', 'split', 'join', 'undo', 'redo', 'make',
  'previous', 'next', 'choose', 'select', 'selectAll', 'approve', 'drop', 'render', 'compare', 'finished',
  'title', 'caption', 'cover', 'comment', 'search', 'zoomIn', 'zoomOut', 'fit', 'whole', 'mute', 'help',
] as const; // prettier-ignore

export type Action = (typeof actions)[number];

/** Keys for each action, as `Shift+KeyI`: places on the keyboard (`code`), so that an input method for Chinese does not swallow them. */
export type KeyMap = Readonly<Record<Action, readonly string[]>>;

/** `choose` takes the nine digits together; it cannot be given away key by key. */
export const digits = 'Digit1–9';

export const usual: KeyMap = {
  play: ['Space'],
  back: ['KeyJ'],
  stop: ['KeyK'],
  ahead: ['KeyL'],
  frameBack: ['ArrowLeft'],
  frameAhead: ['ArrowRight'],
  secondBack: ['Shift+ArrowLeft'],
  secondAhead: ['Shift+ArrowRight'],
  toIn: ['Home'],
  toOut: ['End'],
  in: ['KeyI'],
  out: ['KeyO'],
  markIn: ['Shift+KeyI'],
  markOut: ['Shift+KeyO'],
  removeMarked: ['Delete', 'Backspace'],
  clearMarks: ['Escape'],
  split: ['KeyS'],
  join: ['KeyG'],
  undo: ['Ctrl+KeyZ'],
  redo: ['Ctrl+Shift+KeyZ', 'Ctrl+KeyY'],
  make: ['KeyN'],
  previous: ['ArrowUp'],
  next: ['ArrowDown'],
  choose: [digits],
  select: ['KeyX'],
  selectAll: ['Shift+KeyX'],
  approve: ['KeyA'],
  drop: ['KeyD'],
  render: ['KeyR'],
  compare: ['KeyV'],
  finished: ['KeyF'],
  title: ['KeyT'],
  caption: ['KeyC'],
  cover: ['KeyB'],
  comment: ['KeyM'],
  search: ['Slash'],
  zoomIn: ['Equal', 'NumpadAdd'],
  zoomOut: ['Minus', 'NumpadSubtract'],
  fit: ['KeyZ'],
  whole: ['Shift+KeyZ'],
  mute: ['KeyU'],
  help: ['Shift+Slash'],
};

type Press = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

/** A press as it is written in a map; null: a modifier alone. ⌘ counts as Ctrl. */
export function chordOf(event: Press): string | null {
  if (!event.code || /^(?:Shift|Control|Alt|Meta|OS)/.test(event.code)) return null;
  const parts = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', event.shiftKey ? 'Shift' : '', event.code];
  return parts.filter(Boolean).join('+');
}

/** Shortcuts that the browser does not give away, or that would take something from people who need it. */
const reserved = /^(?:Tab|Shift\+Tab|Enter|NumpadEnter|F5|F11|F12|Ctrl\+(?:Shift\+)?Key[CVXWTNR])$/;

export const mayBeUsed = (chord: string): boolean => !reserved.test(chord) && !/^(?:Digit|Numpad)[0-9]$/.test(chord);

/** What a press means. */
export function actionOf(map: KeyMap, event: Press & { key?: string }): { action: Action; number?: number } | null {
  // Wherever a keyboard has it.
  if (event.key === '?' && map.help.includes('Shift+Slash')) return { action: 'help' };
  const chord = chordOf(event);
  if (chord === null) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(chord);
  if (digit) return { action: 'choose', number: Number(digit[1]) };
  const action = actions.find((one) => map[one].includes(chord));
  return action ? { action } : null;
}

/** Whose key it is already; null: nobody's. */
export const ownerOf = (map: KeyMap, chord: string): Action | null => actions.find((action) => map[action].includes(chord)) ?? null;

/** Gives an action this key instead of its own; whoever had the key loses it. */
export function assign(map: KeyMap, action: Action, chord: string): KeyMap {
  const free = Object.fromEntries(actions.map((one) => [one, map[one].filter((key) => key !== chord)])) as unknown as KeyMap;
  return { ...free, [action]: [chord] };
}

/** What somebody stored, over the usual map: what is not an action, or not a key, is left out. */
export function readMap(text: string | null): KeyMap {
  let stored: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value === 'object' && value !== null) stored = value as Record<string, unknown>;
  } catch {
    // Somebody else's text: the usual keys.
  }
  let map = usual;
  const given = actions.filter((action) => action !== 'choose' && Array.isArray(stored[action]));
  // Own keys first: a usual key that was given to another action is no longer the first one's.
  for (const action of given) map = { ...map, [action]: [] };
  for (const action of given) {
    const keys = (stored[action] as unknown[]).filter((key): key is string => typeof key === 'string' && key.length < 40 && mayBeUsed(key));
    for (const key of keys) {
      const rest = map[action];
      map = assign(map, action, key);
      map = { ...map, [action]: [...rest, key] };
    }
  }
  return map;
}

/** What differs from the usual map, as it is stored. */
export const writeMap = (map: KeyMap): string =>
  JSON.stringify(
    Object.fromEntries(actions.filter((action) => map[action].join() !== usual[action].join()).map((action) => [action, map[action]])),
  );

const names: Record<string, string> = {
  ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Equal: '+', Minus: '−', Slash: '/', Escape: 'Esc', Delete: 'Del',
  Comma: ',', Period: '.', Semicolon: ';', Quote: "'", BracketLeft: '[', BracketRight: ']', Backquote: '`', Backslash: '\\',
  NumpadAdd: 'Num +', NumpadSubtract: 'Num −',
}; // prettier-ignore

/** A key as people read it: `Shift + I`. */
export const readable = (chord: string): string =>
  chord === digits ? '1–9' : chord === 'Shift+Slash' ? '?' : chord.split('+').map((part) => names[part] ?? part.replace(/^(?:Key|Digit)/, '')).join(' + '); // prettier-ignore
