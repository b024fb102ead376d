import { manifestSchema, type Manifest } from './ograf.ts';

/** The built-in templates; the first is what stands in where another cannot be shown. */
export const builtIn = ['lower-third', 'side-panel', 'big-price', 'sold-out', 'coming-next', 'origin'] as const;

export type BuiltIn = (typeof builtIn)[number];

const version = '1.0.0';

const about: Record<BuiltIn, { name: string; description: string }> = {
  'lower-third': { name: '商品卡 · 下三分之一 / Lower third', description: 'Picture, name, price and what is left, at the lower left.' },
  'side-panel': { name: '商品卡 · 侧栏 / Side panel', description: 'A tall card with a large picture at the right.' },
  'big-price': { name: '大字价格 / Big price', description: 'The price as large as it goes, with a countdown by the server’s clock.' },
  'sold-out': { name: '已约满 / Sold out', description: 'All of it is held. Where the stock says otherwise, the stock is shown.' },
  'coming-next': { name: '即将上架 / Coming next', description: 'A small card at the top with the product that follows.' },
  origin: { name: '产地溯源 / Origin', description: 'Where the product comes from, with a QR code to its trace page.' },
};

const colour = (title: string) => ({ type: 'string', title, gddType: 'color-rrggbb', pattern: '^#[0-9a-f]{6}$' });
const text = (title: string, longest: number) => ({ type: 'string', title, maxLength: longest, gddType: 'single-line' });
const fen = (title: string, description: string) => ({ type: 'integer', title, minimum: 0, description });

/**
 * The data of all product cards as JSON Schema. A type of it cannot be "text or nothing" (the specification allows one type only), so
 * what may be missing is not required; the graphics also take null, which is how an update takes something away.
 */
const schema = {
  type: 'object',
  required: ['number', 'name', 'unit'],
  properties: {
    itemId: { ...text('编号 / Item', 64), hidden: true },
    number: { type: 'integer', title: '链接号 / Number', minimum: 0, default: 1 },
    name: { ...text('品名 / Name', 120), default: '夏乐西瓜' },
    unit: { ...text('单位 / Unit', 20), default: '个' },
    priceFen: { ...fen('价格（分）/ Price (fen)', 'Whole fen. Missing: not said yet.'), default: 3990 },
    wasPriceFen: fen('划线价（分）/ Price before (fen)', 'Whole fen; shown struck out beside the price.'),
    mechanism: text('优惠 / Offer', 120),
    pictureUrl: {
      type: 'string',
      title: '图片 / Picture',
      gddType: 'file-path/image-path',
      description: 'http, https or a path of the same origin.',
    },
    origin: text('产地 / Origin', 120),
    traceUrl: { ...text('溯源链接 / Trace page', 300), description: 'http or https; shown as a QR code.' },
    offerEndsAt: { ...text('优惠截止 / Offer ends', 40), description: 'ISO 8601, by the server’s clock.' },
    stock: {
      type: 'object',
      title: '库存 / Stock',
      properties: {
        left: { type: 'integer', title: '剩余 / Left', minimum: 0 },
        allotted: { type: 'integer', title: '备货 / Allotted', minimum: 0 },
      },
    },
    serverTime: {
      ...text('服务器时间 / Server time', 40),
      hidden: true,
      description: 'ISO 8601: when this was made. Countdowns go by it.',
    },
    theme: {
      type: 'object',
      title: '主题 / Theme',
      properties: {
        primary: colour('主色 / Primary'),
        accent: colour('强调色 / Accent'),
        logoUrl: { type: 'string', title: '标志 / Logo', gddType: 'file-path/image-path' },
      },
    },
    lang: {
      type: 'string',
      title: '语言 / Language',
      enum: ['zh-CN', 'en'],
      default: 'zh-CN',
      gddType: 'select',
      gddOptions: { labels: { 'zh-CN': '中文', en: 'English' } },
    },
    layout: {
      type: 'string',
      title: '画面 / Layout',
      enum: ['landscape', 'portrait'],
      gddType: 'select',
      gddOptions: { labels: { landscape: '横屏 16:9', portrait: '竖屏 9:16' } },
    },
  },
};

/** The manifest (`<id>.ograf.json`) that is put beside the built module. */
export function manifestOf(id: BuiltIn): Manifest {
  return {
    $schema: manifestSchema,
    id,
    ...about[id],
    version,
    author: { name: 'The Studio' },
    main: `${id}.mjs`,
    supportsRealTime: true,
    supportsNonRealTime: false,
    stepCount: 1,
    schema,
    customActions: [{ id: 'highlight', name: '强调 / Highlight', description: 'The price beats twice.', schema: null }],
  };
}
