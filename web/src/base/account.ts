import { shallowRef } from 'vue';
import type { Account } from '../kit/api/documents';

/** Who is signed in; set once by the frame before any page is shown. */
export const account = shallowRef<Account | null>(null);
