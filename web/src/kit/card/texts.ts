/** The few words on a card: kept apart, so that the overlay carries no others. */
export interface CardTexts {
  number: string;
  soldOut: string;
  priceToCome: string;
  left: (count: number) => string;
  only: (count: number) => string;
}

const zh: CardTexts = {
  number: '号',
  soldOut: '已约满',
  priceToCome: '待开价',
  left: (count) => `余 ${count}`,
  only: (count) => `仅剩 ${count}`,
};
const en: CardTexts = {
  number: '',
  soldOut: 'All held',
  priceToCome: 'Price to come',
  left: (count) => `${count} left`,
  only: (count) => `Only ${count} left`,
};

export function cardTexts(lang: string): CardTexts {
  return lang.startsWith('en') ? en : zh;
}
