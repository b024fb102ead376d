import { ref } from 'vue';

const key = 'studio.guest-name';

/** The name that a viewer gives themselves, remembered on this device. Storage is refused in some in-app browsers; the page works without it. */
export function useGuestName() {
  const name = ref('');
  try {
    name.value = localStorage.getItem(key) ?? '';
  } catch {
    // Not remembered here.
  }
  function remember(next: string) {
    name.value = next.trim();
    try {
      localStorage.setItem(key, name.value);
    } catch {
      // Not remembered here.
    }
  }
  return { name, remember };
}
