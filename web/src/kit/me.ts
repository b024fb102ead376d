import { ask, api } from './api/client';
import type { Account, Role } from './api/documents';

/** The signed-in account; without one, the browser goes to the sign-in page (or to nothing, while the base waits for its set-up). */
export async function requireAccount(): Promise<Account> {
  const me = await ask(api.GET('/api/me'));
  if (me.account) return me.account;
  goToSignIn();
  return new Promise(() => undefined);
}

export function goToSignIn(): void {
  location.assign(`/sign-in/?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
}

export const has = (account: Account | null, ...roles: Role[]): boolean => account?.roles.some((role) => roles.includes(role)) ?? false;

export async function signOut(): Promise<void> {
  await ask(api.POST('/api/sign-out'));
  location.assign('/sign-in/');
}

/** Where to go after signing in: pages of this origin only. */
export function nextPage(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/base/';
  return /^\/(?![/\\])/.test(next) ? next : '/base/';
}
