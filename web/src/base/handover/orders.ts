/** Importing an order table: the request, and the columns that somebody chose. */
import type { Schemas } from '../../kit/api/documents';
import { Problem } from '../../kit/api/problem';

export type OrderPreview = Schemas['OrderPreview'];
export type OrderField = NonNullable<Schemas['OrderColumn']['field']>;
export const orderFields: OrderField[] = [
  'orderNumber',
  'amount',
  'status',
  'paidAt',
  'afterSale',
  'quantity',
  'product',
  'remark',
  'phone',
];

/** `field:heading` of every column that is used, as the server wants it. */
export function mapOf(columns: readonly { heading: string; field: OrderField | null }[]): string[] {
  return columns.flatMap((column) => (column.field ? [`${column.field}:${column.heading}`] : []));
}

/** The same columns with one of them taken as something else; a field is read from one column only. */
export function taken(columns: readonly Schemas['OrderColumn'][], letters: string, field: OrderField | null): Schemas['OrderColumn'][] {
  return columns.map((column) => ({
    ...column,
    field: column.column === letters ? field : column.field === field ? null : column.field,
  }));
}

async function send<T>(address: string, file: File): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
  } catch {
    throw new Problem('offline', 0);
  }
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw Problem.of(answer.status, body);
  return body as T;
}

function address(sessionId: string, what: string, query: Record<string, string>, map: string[]): string {
  const search = new URLSearchParams(query);
  for (const one of map) search.append('map', one);
  return `/api/sessions/${encodeURIComponent(sessionId)}/orders/${what}?${search.toString()}`;
}

export const previewOrders = (sessionId: string, enterpriseId: string, file: File, map: string[]) =>
  send<OrderPreview>(address(sessionId, 'preview', { enterpriseId }, map), file);

/** The operation id is the caller's: pressing again after a lost line is the same import. */
export const importOrders = (sessionId: string, enterpriseId: string, operationId: string, file: File, map: string[]) =>
  send<Schemas['OrdersImported']>(address(sessionId, 'import', { enterpriseId, operationId }, map), file);
