/** How long a result may be used again, ms. */
const REUSE_MS = 1000;

/** The running query, or its result. */
interface Run<T> {
  readonly startedMs: number;
  readonly version: unknown;
  readonly result: Promise<T>;
}

/** The parameters of a shared query. */
export interface SharedQueryOptions<T> {
  readonly run: () => Promise<T>;
  /** Returns a value that changes with every commit to the event log. */
  readonly version: () => unknown;
  readonly monotonicMs: () => number;
}

/**
 * Returns a query that concurrent requests share. A result is used again for at most a second, and
 * never after a change of the event log. An error is not used again.
 */
export function sharedQuery<T>({ run, version, monotonicMs }: SharedQueryOptions<T>): () => Promise<T> {
  let last: Run<T> | undefined;
  return () => {
    const now = monotonicMs();
    const current = version();
    if (last !== undefined && last.version === current && now - last.startedMs < REUSE_MS) return last.result;
    const started: Run<T> = { startedMs: now, version: current, result: run() };
    last = started;
    started.result.catch(() => {
      if (last === started) last = undefined;
    });
    return started.result;
  };
}
