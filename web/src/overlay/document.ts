import { noTheme, type CardData, type Theme } from '../graphics/data';
import type { OnAirDoc, Card, StudioSnapshot } from '../kit/api/documents';

/** A card as an overlay takes it: a server that knows less leaves members out. */
export type AirCard = Omit<Card, 'priceFen'> & {
  /** Null: not said before the host calls it. */
  priceFen: number | null;
  template?: string | null;
  wasPriceFen?: number | null;
  mechanism?: string | null;
  origin?: string | null;
  traceUrl?: string | null;
  offerEndsAt?: string | null;
};

/** What is on air, whole. */
export type AirDoc = Omit<OnAirDoc, 'card' | 'theme'> & {
  card: AirCard | null;
  /** On: nothing at all is on the screen, whatever else the document says. */
  blank?: { on: boolean; version: number } | null;
  rehearsal?: boolean | null;
  theme?: (Partial<Theme> & { stamp?: boolean }) | null;
};

export type AirSnapshot = Omit<StudioSnapshot, 'onAir'> & { onAir: AirDoc };

/** The template of a card that names none, or none that can be. */
export const usual = 'lower-third';

export function templateOf(card: AirCard): string {
  return card.template && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(card.template) ? card.template : usual;
}

/** What of the theme is a graphic's: the stamp is the page's own. */
const lookOf = ({ theme }: AirDoc): Theme => ({
  primary: theme?.primary ?? noTheme.primary,
  accent: theme?.accent ?? noTheme.accent,
  logoUrl: theme?.logoUrl ?? noTheme.logoUrl,
});

/** The data that a graphic gets. `serverNow` is the server's time at this moment: a document may have waited here. */
export function cardData(document: AirDoc, card: AirCard, lang: string, layout: CardData['layout'], serverNow: number): CardData {
  return {
    itemId: card.itemId,
    number: card.number,
    name: card.name,
    unit: card.unit,
    priceFen: card.priceFen,
    wasPriceFen: card.wasPriceFen ?? null,
    mechanism: card.mechanism ?? null,
    pictureUrl: card.pictureUrl,
    origin: card.origin ?? null,
    traceUrl: card.traceUrl ?? null,
    offerEndsAt: card.offerEndsAt ?? null,
    stock: document.stock ? { left: document.stock.left, allotted: document.stock.allotted } : null,
    serverTime: new Date(serverNow).toISOString(),
    theme: lookOf(document),
    lang: lang.startsWith('en') ? 'en' : 'zh-CN',
    layout,
  };
}
