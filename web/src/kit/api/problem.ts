/** A refusal or failure: RFC 9457 with a stable code. `facts` are its extension members. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly facts: Record<string, unknown> = {},
    readonly traceId?: string,
    /** What the answer's `Retry-After` says. */
    readonly retryAfterMs?: number,
  ) {
    super(code);
  }

  /** Codes of wrong fields: `{ name: ['too-long'] }`. */
  get fields(): Record<string, string[]> {
    return (this.facts['errors'] ?? {}) as Record<string, string[]>;
  }

  static of(status: number, body: unknown, retryAfter: string | null = null): Problem {
    const seconds = retryAfter === null ? NaN : Number(retryAfter);
    const after = Number.isFinite(seconds) ? seconds * 1_000 : undefined;
    if (typeof body === 'object' && body !== null && typeof (body as { code?: unknown }).code === 'string') {
      const { code, traceId, ...facts } = body as Record<string, unknown>;
      return new Problem(code as string, status, facts, typeof traceId === 'string' ? traceId : undefined, after);
    }
    return new Problem(status === 0 ? 'offline' : 'unexpected', status);
  }
}
