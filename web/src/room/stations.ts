import { ask } from '../kit/api/client';
import { Problem } from '../kit/api/problem';

/** A village station at which goods are collected and paid. */
export interface Station {
  id: string;
  name: string;
  township: string;
  address: string;
  hours: string;
}

/** The stations at which this session's goods can be collected; none where the studio knows of none. */
export async function stationsOf(sessionId: string): Promise<Station[]> {
  const request = async () => {
    const response = await fetch(`/api/room/${encodeURIComponent(sessionId)}/stations`, { credentials: 'same-origin' });
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? { data: body as Station[], response } : { error: body, response };
  };
  try {
    return await ask(request());
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 404) return [];
    throw failure;
  }
}
