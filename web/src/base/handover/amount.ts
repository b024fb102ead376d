import { money } from '../report/numbers';

/** Whole fen with both decimals; what is less than nothing has its sign in front. */
export const amount = (fen: number): string => (fen < 0 ? `-${money(-fen)}` : money(fen));
