import { computed, ref, shallowRef } from 'vue';
import type { Hold, RoomItem } from '../kit/api/documents';
import { Problem } from '../kit/api/problem';
import { serverNow } from '../kit/clock';
import { language } from '../kit/i18n';
import { yuan } from '../kit/money';
import { regionNames } from '../kit/regions';
import { useTexts } from '../kit/useTexts';
import { isRunning } from './holdState';
import { nextStep, type Step } from './nextStep';
import { priceOf } from './offerWords';
import type { Holding } from './useHolding';
import type { Room } from './useRoom';

/** One sentence at the lower edge, with at most one thing to press. */
export interface Notice {
  tone: 'good' | 'bad';
  text: string;
  press?: { label: string; run: () => void };
}

/** A hold or a wait that has to know the viewer's province first. */
type AfterRegion = () => void;

const goodFor = 6_000;

/** Carries out what the viewer presses, and says how it went: each refusal with the one button that helps. */
export function useDesk(room: Room, holding: Holding) {
  const { t, why } = useTexts();
  const notice = shallowRef<Notice | null>(null);
  const openHolds = ref(false);
  const handingOver = ref<string | null>(null);
  const askingRegion = shallowRef<{ then: AfterRegion } | null>(null);
  let clear: ReturnType<typeof setTimeout> | undefined;

  function say(next: Notice) {
    clearTimeout(clear);
    notice.value = next;
    if (next.tone === 'good') clear = setTimeout(() => notice.value === next && (notice.value = null), goodFor);
  }

  function refuse(failure: unknown, item: RoomItem | null, quantity: number, again: () => void) {
    const step = failure instanceof Problem ? nextStep(failure) : null;
    if (!step) return say({ tone: 'bad', text: why(failure) });
    const facts = {
      ...step.facts,
      price: yuan(step.value ?? 0),
      regions: regionNames(String(step.facts['regions'] ?? '').split('、'), language.value),
    };
    const press = button(step, item, quantity, again);
    say({ tone: 'bad', text: t(`step.${step.say}`, facts), ...(press ? { press } : {}) });
  }

  function button(step: Step, item: RoomItem | null, quantity: number, again: () => void): Notice['press'] {
    const value = step.value ?? 0;
    switch (step.next) {
      case 'hold-at-price':
        return item ? { label: t('press.holdAt', { price: yuan(value) }), run: () => void place(item, quantity, value) } : undefined;
      case 'fewer':
        return item ? { label: t('press.fewer', { count: value }), run: () => void place(item, value) } : undefined;
      case 'hold':
        return item ? { label: t('press.hold'), run: () => void place(item, quantity) } : undefined;
      case 'wait':
        return item ? { label: t('press.wait'), run: () => void wait(item, quantity) } : undefined;
      case 'region':
        return { label: t('press.region'), run: () => (askingRegion.value = { then: again }) };
      case 'my-holds':
        return { label: t('press.myHolds'), run: () => (openHolds.value = true) };
      case 'retry':
        return { label: t('press.retry'), run: again };
      case 'reload':
        return { label: t('press.reload'), run: () => location.reload() };
      default:
        return undefined;
    }
  }

  const fresh = (item: RoomItem) => room.items.value.get(item.id) ?? item;
  const needsRegion = (item: RoomItem) => (item.notServed?.length ?? 0) > 0 && holding.region.value === null;

  /** Holds pieces at the price that the page shows for them, or at one that the viewer has just agreed to. */
  async function place(item: RoomItem, quantity: number, agreedFen?: number): Promise<void> {
    const again = () => void place(item, quantity, agreedFen);
    if (needsRegion(item)) return void (askingRegion.value = { then: again });
    notice.value = null;
    const offerLeft = room.stock.value.get(item.id)?.offerLeft ?? null;
    const seen = agreedFen ?? priceOf(fresh(item), offerLeft, quantity, serverNow())?.unitFen;
    if (seen === undefined) return refuse(new Problem('price-not-called', 409), item, quantity, again);
    try {
      const hold = await holding.place(item, quantity, seen);
      say({
        tone: 'good',
        text: t('room.done', { count: hold.quantity }),
        press: { label: t('press.undo'), run: () => void release(hold) },
      });
    } catch (refusal) {
      refuse(refusal, item, quantity, again);
    }
  }

  async function wait(item: RoomItem, quantity: number): Promise<void> {
    const again = () => void wait(item, quantity);
    if (needsRegion(item)) return void (askingRegion.value = { then: again });
    notice.value = null;
    try {
      const entry = await holding.wait(item, quantity);
      say({
        tone: 'good',
        text: t('room.waits', { place: entry.place }),
        press: { label: t('press.undo'), run: () => void leave(item.id) },
      });
    } catch (refusal) {
      refuse(refusal, item, quantity, again);
    }
  }

  async function leave(itemId: string): Promise<void> {
    try {
      await holding.leave(itemId);
      say({ tone: 'good', text: t('room.waitsNoMore') });
    } catch (refusal) {
      refuse(refusal, null, 1, () => void leave(itemId));
    }
  }

  async function release(hold: Hold): Promise<void> {
    const item = room.items.value.get(hold.itemId) ?? null;
    try {
      await holding.release(hold);
      const press = item && { label: t('press.holdAgain'), run: () => void place(item, hold.quantity) };
      say({ tone: 'good', text: t(hold.state === 'offered' ? 'room.declined' : 'room.released'), ...(press ? { press } : {}) });
    } catch (refusal) {
      refuse(refusal, item, hold.quantity, () => void release(hold));
    }
  }

  async function accept(hold: Hold): Promise<void> {
    const item = room.items.value.get(hold.itemId) ?? null;
    try {
      await holding.accept(hold);
      say({ tone: 'good', text: t('room.done', { count: hold.quantity }) });
    } catch (refusal) {
      refuse(refusal, item, hold.quantity, () => void accept(hold));
    }
  }

  return {
    notice, openHolds, handingOver, askingRegion, say, refuse, place, wait, leave, release, accept,
    dismiss: () => (notice.value = null),
    regionChosen(province: string) {
      holding.chooseRegion(province);
      const then = askingRegion.value?.then;
      askingRegion.value = null;
      then?.();
    },
    running: computed(() => room.holds.value.filter(isRunning)),
  }; // prettier-ignore
}

export type Desk = ReturnType<typeof useDesk>;
