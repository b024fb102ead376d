import { computed, ref } from 'vue';
import { Problem } from '../kit/api/problem';
import type { Commands } from './useCommands';
import type { Console } from './useConsole';

/** Who has the controls, and how they change hands: from somebody who is there only after a second look. */
export function useControl(room: Console, commands: Commands) {
  /** The dialog that asks is open. */
  const asking = ref(false);
  const control = computed(() => room.board.value?.control ?? null);
  const mine = computed(() => control.value !== null && control.value.holder === room.me.value);
  const someoneIsThere = computed(() => control.value !== null && !mine.value && !control.value.away);

  async function take(): Promise<void> {
    if (mine.value) return;
    if (someoneIsThere.value) return void (asking.value = true);
    await commands.control(true, false);
    // They came back in the meantime: the studio knows better than this page.
    const refused = room.failure.value;
    if (refused instanceof Problem && refused.code === 'holder-present') {
      room.forgetFailure();
      asking.value = true;
    }
  }

  async function confirm(): Promise<void> {
    asking.value = false;
    await commands.control(true, true);
  }

  return { control, mine, asking, take, confirm, cancel: () => void (asking.value = false), leave: () => commands.control(false, false) };
}

export type Control = ReturnType<typeof useControl>;
