import { ref } from 'vue';

/** Whether the browser refused to keep something: then the page says so, for closing it would lose what is not saved. */
export const keepRefused = ref(false);

/** A drawer of the browser's own store, of one account and one session. What is put there is there when the next line runs, also when the tab dies. */
export function openDrawer(name: string) {
  const path = (key: string) => `studio.editor/${name}/${key}`;
  return {
    get(key: string): string | null {
      try {
        return localStorage.getItem(path(key));
      } catch {
        return null; // some browsers refuse the store: the page works without it
      }
    },
    /** Null takes it out. */
    put(key: string, text: string | null): void {
      try {
        if (text === null) localStorage.removeItem(path(key));
        else localStorage.setItem(path(key), text);
        keepRefused.value = false;
      } catch {
        keepRefused.value = text !== null;
      }
    },
    keys(): string[] {
      try {
        const all = Array.from({ length: localStorage.length }, (_, place) => localStorage.key(place) ?? '');
        return all.filter((key) => key.startsWith(path(''))).map((key) => key.slice(path('').length));
      } catch {
        return [];
      }
    },
  };
}

export type Drawer = ReturnType<typeof openDrawer>;
