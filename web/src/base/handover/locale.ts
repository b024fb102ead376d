import * as desk from './locale/desk';
import * as orders from './locale/orders';
import * as places from './locale/places';
import * as sums from './locale/sums';

/** Texts of hand-over, put together from those of its parts. */
export const zh = { ...sums.zh, ...orders.zh, ...desk.zh, ...places.zh };

export const en: typeof zh = { ...sums.en, ...orders.en, ...desk.en, ...places.en };
