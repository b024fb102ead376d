import { shallowRef } from 'vue';
import { api, ask } from './api/client';

/** What colleagues are called. A name that is not known yet is asked for once; until then, and where there is none, it is the account's. */
export function usePeople() {
  const people = shallowRef(new Map<string, string>());
  const asked = new Set<string>();

  async function load(): Promise<void> {
    const all = await ask(api.GET('/api/people')).catch(() => []);
    if (all.length) people.value = new Map(all.map((one) => [one.name, one.displayName]));
  }

  function nameOf(account: string): string {
    const name = people.value.get(account);
    if (name === undefined && account && account !== 'studio' && !asked.has(account)) {
      asked.add(account);
      if (people.value.size) void load();
    }
    return name ?? account;
  }

  return { people, load, nameOf };
}
