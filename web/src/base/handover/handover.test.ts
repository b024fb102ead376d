import { describe, expect, it } from 'vitest';
import { amount } from './amount';
import { nameOf } from './download';
import { mapOf, taken } from './orders';

describe('columns of an order table', () => {
  const columns = [
    { column: 'A', heading: '订单号', field: 'orderNumber' as const },
    { column: 'B', heading: '金额:元', field: null },
    { column: 'C', heading: '实付', field: 'amount' as const },
  ];
  it('are sent as field and heading, and what is left aside is not sent', () => {
    expect(mapOf(columns)).toEqual(['orderNumber:订单号', 'amount:实付']);
  });
  it('hold a field once: pointing at another column moves it', () => {
    expect(mapOf(taken(columns, 'B', 'amount'))).toEqual(['orderNumber:订单号', 'amount:金额:元']);
    expect(mapOf(taken(columns, 'A', null))).toEqual(['amount:实付']);
  });
});

it('a file keeps the name that the server gave it, in its own alphabet', () => {
  expect(nameOf("attachment; filename=x.csv; filename*=UTF-8''%E9%94%81%E5%8D%95.csv")).toBe('锁单.csv');
  expect(nameOf('attachment; filename="holds.xlsx"')).toBe('holds.xlsx');
  expect(nameOf('')).toBeNull();
});

it('an amount below nothing has its sign in front', () => {
  expect([0, 5, -100, -123456].map(amount)).toEqual(['¥0.00', '¥0.05', '-¥1.00', '-¥1,234.56']);
});
