/** The few words of the graphics: kept apart, so that what goes on air carries no others. */
export interface GraphicTexts {
  /** Before and after the number of an item. */
  number: [string, string];
  soldOut: string;
  soldOutLine: string;
  left: (count: number) => string;
  only: (count: number) => string;
  priceToCome: string;
  endsIn: string;
  ended: string;
  days: (count: number) => string;
  comingNext: string;
  origin: string;
  trace: string;
  per: (unit: string) => string;
}

const zh: GraphicTexts = {
  number: ['', '号'],
  soldOut: '已约满',
  soldOutLine: '本款已全部约出',
  left: (count) => `余 ${count}`,
  only: (count) => `仅剩 ${count}`,
  priceToCome: '待开价',
  endsIn: '距结束',
  ended: '已结束',
  days: (count) => `${count}天`,
  comingNext: '即将上架',
  origin: '产地',
  trace: '扫码溯源',
  per: (unit) => `/\u2060${unit}`, // the stroke stays with its word
};

const en: GraphicTexts = {
  number: ['No.', ''],
  soldOut: 'All held',
  soldOutLine: 'Every piece is spoken for',
  left: (count) => `${count} left`,
  only: (count) => `Only ${count} left`,
  priceToCome: 'Price to come',
  endsIn: 'Ends in',
  ended: 'Ended',
  days: (count) => `${count} d`,
  comingNext: 'Coming next',
  origin: 'Origin',
  trace: 'Scan to trace',
  per: (unit) => `/\u2060${unit}`, // the stroke stays with its word
};

export function graphicTexts(lang: string): GraphicTexts {
  return lang.startsWith('en') ? en : zh;
}
