import common from './card.css?inline';
import { ServerClock } from './clock';
import { blankCard, readCard, type CardData } from './data';
import { fit } from './fit';
import type { Graphic, LoadParams, PlayParams, PlayReturn, ReturnPayload } from './ograf';
import { el, soldOut, type Part } from './parts';
import { Picture } from './picture';
import { graphicTexts } from './texts';
import { colours } from './theme';

/** What makes a template: its arrangement of parts and its way in and out. */
export interface Look {
  css: string;
  /** Fills the card; the parts that it names are painted with every change. */
  arrange: (card: HTMLElement, picture: HTMLElement, logo: HTMLElement) => Part[];
  /** Where it comes from; it arrives at its place, opaque. */
  from: Keyframe;
  /** Where it goes to. */
  to: Keyframe;
  /** Painted as sold out whatever the stock says, unless there is some: the template's own message. */
  announcesSoldOut?: boolean;
}

const frames = { landscape: [1920, 1080], portrait: [1080, 1920] } as const;
const ok = 200;
const here: Keyframe = { transform: 'none', opacity: 1 };

/**
 * A product card as an EBU OGraf v1 graphic with one step. It is laid out on a stage of 1920×1080 or 1080×1920 and scaled to the
 * renderer's size; nothing is painted before playAction, and what is on screen follows updateAction at once.
 */
export abstract class CardGraphic extends HTMLElement implements Graphic {
  protected abstract readonly look: Look;
  private readonly root = this.attachShadow({ mode: 'open' });
  private readonly stage = el('div', 'stage');
  private readonly card = el('article', 'card');
  private readonly time = new ServerClock();
  private readonly product = new Picture(() => this.pictureChanged());
  private readonly logo = new Picture(() => this.paint());
  private readonly resized = new ResizeObserver(() => this.scale());
  private parts: Part[] = [];
  private data: CardData = blankCard;
  private step: number | undefined;
  /** The change that is painted now is not to be seen as a movement. */
  private still = true;
  private ticking: ReturnType<typeof setTimeout> | undefined;
  private moves: Animation[] = [];

  async load({ data, renderType, renderCharacteristics }: LoadParams): Promise<ReturnPayload> {
    if (renderType === 'non-realtime') return { statusCode: 501, statusMessage: 'This graphic renders in real time only.' };
    this.stage.style.visibility = 'hidden';
    this.step = undefined;
    if (this.parts.length === 0) this.build();
    const resolution = renderCharacteristics?.resolution;
    const [width, height] = [this.clientWidth || resolution?.width || innerWidth, this.clientHeight || resolution?.height || innerHeight];
    this.data = { ...blankCard, layout: height > width ? 'portrait' : 'landscape' };
    this.still = true;
    return this.take(data);
  }

  async updateAction({ data, skipAnimation }: { data: unknown; skipAnimation?: boolean }): Promise<ReturnPayload> {
    this.still = skipAnimation === true || this.step === undefined;
    return this.take(data);
  }

  async playAction({ delta, goto, skipAnimation }: PlayParams = {}): Promise<PlayReturn> {
    const target = goto ?? (this.step ?? -1) + (delta ?? 1);
    if (target !== 0) {
      await this.leave(skipAnimation === true);
      return { statusCode: ok, currentStep: undefined };
    }
    this.step = 0;
    this.stage.style.visibility = '';
    await this.move([{ ...this.look.from, opacity: 0 }, here], skipAnimation ? 0 : 240, 'cubic-bezier(0.2, 0.9, 0.3, 1)');
    return { ...this.status(), currentStep: this.step };
  }

  async stopAction({ skipAnimation }: { skipAnimation?: boolean } = {}): Promise<ReturnPayload> {
    await this.leave(skipAnimation === true);
    return { statusCode: ok };
  }

  async customAction({ id, skipAnimation }: { id: string; payload: unknown; skipAnimation?: boolean }): Promise<ReturnPayload> {
    if (id !== 'highlight') return { statusCode: 404, statusMessage: 'There is no such action.' };
    const beat = [{ transform: 'none' }, { transform: 'scale(1.1)' }, { transform: 'none' }];
    const price = this.card.querySelector('.price, .verdict');
    if (!skipAnimation && price?.animate) await done(price.animate(beat, { duration: 420, iterations: 2, easing: 'ease-in-out' }), 840);
    return { statusCode: ok };
  }

  /** What is on screen, for renderers that ask. */
  async getStatus(): Promise<ReturnPayload> {
    return { ...this.status(), result: { currentStep: this.step, itemId: this.data.itemId, pictureFailed: this.product.failed } };
  }

  async dispose(): Promise<ReturnPayload> {
    clearTimeout(this.ticking);
    this.resized.disconnect();
    this.product.dispose();
    this.logo.dispose();
    for (const move of this.moves) move.cancel();
    this.root.replaceChildren();
    [this.parts, this.step] = [[], undefined];
    this.card.replaceChildren();
    return { statusCode: ok };
  }

  private build(): void {
    const style = document.createElement('style');
    style.textContent = common + this.look.css;
    this.stage.replaceChildren(this.card);
    this.root.replaceChildren(style, this.stage);
    this.parts = this.look.arrange(this.card, el('div', 'picture', this.product.image), el('div', 'logo', this.logo.image));
    this.resized.observe(this);
  }

  private async take(data: unknown): Promise<ReturnPayload> {
    this.data = readCard(this.data, data);
    if (typeof data === 'object' && data !== null && 'serverTime' in data) this.time.learn(this.data.serverTime);
    // The words change now; a picture of another product is not worth waiting for with the old words on screen.
    const pictures = Promise.all([this.product.show(this.data.pictureUrl), this.logo.show(this.data.theme.logoUrl ?? '')]);
    this.scale();
    this.paint();
    await pictures;
    return this.status();
  }

  private status(): ReturnPayload {
    return { statusCode: ok, ...(this.product.failed ? { v_pictureFailed: true } : {}) };
  }

  private pictureChanged(): void {
    this.paint();
    this.dispatchEvent(new CustomEvent('v_picture', { detail: { failed: this.product.failed } }));
  }

  private paint(): void {
    const { data } = this;
    const out = soldOut(data) || (this.look.announcesSoldOut === true && data.stock === null);
    this.stage.lang = data.lang;
    this.stage.className = `stage ${data.layout}`;
    for (const [name, value] of Object.entries(colours(data.theme))) this.stage.style.setProperty(name, value);
    this.card.classList.toggle('out', out);
    this.card.classList.toggle('bare', this.product.failed || !data.pictureUrl);
    this.card.classList.toggle('with-logo', !this.logo.failed && data.theme.logoUrl !== null);
    this.card.classList.toggle('still', this.still);
    const shown = { data, texts: graphicTexts(data.lang), now: this.time.now(), still: this.still };
    for (const part of this.parts) part.paint(shown);
    for (const element of this.card.querySelectorAll<HTMLElement>('.fit')) fit(element);
    this.tick();
  }

  /** Seconds are counted where there is something to count; the next one is asked for just after it begins. */
  private tick(): void {
    clearTimeout(this.ticking);
    if (!this.data.offerEndsAt) return;
    const left = Date.parse(this.data.offerEndsAt) - this.time.now();
    if (left > 0) this.ticking = setTimeout(() => this.second(), (left % 1_000) + 5);
  }

  private second(): void {
    const shown = { data: this.data, texts: graphicTexts(this.data.lang), now: this.time.now(), still: this.still };
    for (const part of this.parts) if (part.root.classList.contains('offer')) part.paint(shown);
    this.tick();
  }

  private scale(): void {
    const [frameWidth, frameHeight] = frames[this.data.layout];
    const [width, height] = [this.clientWidth || innerWidth, this.clientHeight || innerHeight];
    const share = Math.min(width / frameWidth, height / frameHeight) || 1;
    Object.assign(this.stage.style, {
      width: `${width / share}px`,
      height: `${height / share}px`,
      transform: share === 1 ? 'none' : `scale(${share})`,
    });
  }

  private async leave(atOnce: boolean): Promise<void> {
    const shown = this.step !== undefined;
    this.step = undefined;
    if (shown) await this.move([here, { ...this.look.to, opacity: 0 }], atOnce ? 0 : 180, 'ease-in');
    if (this.step === undefined) this.stage.style.visibility = 'hidden';
  }

  private async move(keyframes: Keyframe[], duration: number, easing: string): Promise<void> {
    for (const before of this.moves.splice(0)) before.cancel();
    if (duration === 0 || !this.card.animate) return;
    const move = this.card.animate(keyframes, { duration, easing, fill: this.step === undefined ? 'both' : 'backwards' });
    this.moves.push(move);
    await done(move, duration);
  }
}

/** A page that nobody sees has no frames, and so its animations never end: time ends the wait. */
async function done(animation: Animation, duration: number): Promise<void> {
  await Promise.race([animation.finished.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, duration + 150))]);
}
