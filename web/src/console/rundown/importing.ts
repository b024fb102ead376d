/** Importing a sheet: the request, its answer, and the plan that comes out of it. */
import type { components } from '../../kit/api/schema';
import { api, command } from '../../kit/api/client';
import { Problem } from '../../kit/api/problem';
import type { RundownEdit, RundownItem, RundownSection } from '../../kit/api/documents';

export interface ImportColumn {
  letter: string;
  header: string;
  /** What it was read as; null: not used. */
  field: string | null;
}

export interface ImportRow {
  row: number;
  /** The planned item that this row is, where the server says so. */
  existingId?: string | null;
  itemId: string | null;
  section: string;
  title: string;
  plannedSeconds: number | null;
  mustSay: string[];
  mustNotSay: string[];
  mechanism: string;
  quota: number | null;
  /** What the item will cost, and what it costs now; null: it has no product, or the sheet says nothing. */
  priceFen: number | null;
  priceNow: number | null;
  change: 'added' | 'changed' | 'unchanged' | null;
}

export interface ImportError {
  row: number;
  column: string | null;
  field: string | null;
  code: string;
}

export interface ImportPreview {
  columns: ImportColumn[];
  rows: ImportRow[];
  removed: { id: string; title: string }[];
  errors: ImportError[];
  /** Worth a look; their rows are imported. */
  warnings: ImportError[];
}

const address = (sessionId: string) => `/api/sessions/${encodeURIComponent(sessionId)}/rundown/preview`;

/** The one place that knows how a sheet is sent: a file as it is, pasted text as text. */
export async function previewImport(sessionId: string, sheet: File | string): Promise<ImportPreview> {
  // What kind of file it is says its content; browsers name spreadsheets in many ways.
  const type = typeof sheet === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
  let answer: Response;
  try {
    answer = await fetch(address(sessionId), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': type },
      body: sheet,
    });
  } catch {
    throw new Problem('offline', 0);
  }
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw Problem.of(answer.status, body);
  return shown(body as Served);
}

type Served = components['schemas']['ImportPreview'];

/** The answer as the dialog shows it. */
export const shown = (served: Served): ImportPreview => ({
  columns: served.columns.map((one) => ({ letter: one.column, header: one.header, field: one.used ? one.field : null })),
  rows: served.rows.map((one) => ({
    row: one.row,
    existingId: one.existingId,
    itemId: one.item?.id ?? null,
    ...one.values,
    priceNow: one.item?.priceFen ?? null,
    change: one.change,
  })),
  removed: served.removed.map((one) => ({ id: one.id, title: one.title })),
  errors: served.errors.map(complaint),
  warnings: served.warnings.map(complaint),
});

const complaint = (one: Served['errors'][number]): ImportError => ({
  row: one.row,
  column: one.column,
  field: one.field,
  code: one.code,
});

/** Prices that the import changes, each item once; the first of its rows stands for it. */
export function priceChanges(preview: ImportPreview): PriceChange[] {
  const changes = new Map<string, PriceChange>();
  for (const row of importable(preview)) {
    if (row.itemId === null || row.priceFen === null || row.priceNow === null || row.priceFen === row.priceNow) continue;
    if (!changes.has(row.itemId))
      changes.set(row.itemId, { itemId: row.itemId, row: row.row, title: row.title, from: row.priceNow, to: row.priceFen });
  }
  return [...changes.values()];
}

export interface PriceChange {
  itemId: string;
  row: number;
  title: string;
  from: number;
  to: number;
}

/** Sets the prices by the rules of any price; answers those that are not what the sheet says, with the reason. */
export async function applyPrices(sessionId: string, changes: readonly PriceChange[]): Promise<(PriceChange & { state: string })[]> {
  const prices = changes.map((one) => ({ itemId: one.itemId, priceFen: one.to }));
  const outcomes = await command((operationId) =>
    api.POST('/api/sessions/{id}/prices', { params: { path: { id: sessionId } }, body: { operationId, prices } }),
  );
  return changes.flatMap((change, at) => {
    const state = outcomes[at]?.state ?? 'unexpected';
    return state === 'set' || state === 'same' ? [] : [{ ...change, state }];
  });
}

/** Rows that an import takes: those with errors stay out. */
export function importable(preview: ImportPreview): ImportRow[] {
  const wrong = new Set(preview.errors.map((error) => error.row));
  return preview.rows.filter((row) => row.change !== null && !wrong.has(row.row));
}

/** The edit that makes the plan what the sheet says. What is in the plan already keeps its id and its graphic, so that what was played of it stays its own. */
export function replacementOf(preview: ImportPreview, sections: readonly RundownSection[]): RundownEdit {
  const free = sections.flatMap((section) => section.items);
  const claim = (row: ImportRow): RundownItem | undefined => {
    const at = free.findIndex((item) =>
      row.existingId ? item.id === row.existingId : item.itemId === row.itemId && (row.itemId !== null || item.title === row.title),
    );
    return at < 0 ? undefined : free.splice(at, 1)[0];
  };
  // Rows that the server recognised come first: a guess must not take their item.
  const rows = importable(preview);
  const owners = new Map<ImportRow, RundownItem | undefined>();
  for (const row of [...rows.filter((one) => one.existingId), ...rows.filter((one) => !one.existingId)])
    owners.set(row, row.change === 'added' ? undefined : claim(row));
  const parts: NonNullable<RundownEdit['sections']> = [];
  for (const row of rows) {
    const before = owners.get(row);
    let part = parts.find((one) => one.title === row.section);
    if (!part) parts.push((part = { title: row.section, items: [], id: sections.find((one) => one.title === row.section)?.id ?? null }));
    part.items.push({
      id: before?.id ?? null,
      itemId: row.itemId,
      title: row.title,
      plannedSeconds: row.plannedSeconds ?? before?.plannedSeconds ?? 0,
      mustSay: row.mustSay,
      mustNotSay: row.mustNotSay,
      mechanism: row.mechanism,
      quota: row.quota,
      template: before?.template ?? null,
    });
  }
  return { kind: 'replace', sections: parts };
}
