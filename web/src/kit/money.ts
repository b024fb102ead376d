/** Whole fen as it is written on a card: ¥39.90, and ¥39 where there are no fen. */
export function yuan(fen: number): string {
  const [whole, rest] = parts(fen);
  return rest === '00' ? `¥${whole}` : `¥${whole}.${rest}`;
}

/** Yuan and fen as two texts, for prices with a large and a small half. */
export function parts(fen: number): [string, string] {
  const digits = Math.abs(Math.trunc(fen)).toString().padStart(3, '0');
  return [(fen < 0 ? '-' : '') + digits.slice(0, -2).replace(/\B(?=(\d{3})+(?!\d))/g, ','), digits.slice(-2)];
}

/** What a person typed (`39.9`, `１２８`, `¥1,280`) as whole fen; null when it is not a price. No floating point in between. */
export function fenOf(text: string): number | null {
  const clean = text.normalize('NFKC').replace(/[¥,\s元]/g, '');
  const match = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(clean);
  if (!match?.[1]) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
