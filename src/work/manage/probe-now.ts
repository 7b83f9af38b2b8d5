import type { ProbeNowOutcome } from '../operations/connector-operations.ts';
import type { LedgerReader, ProbeRequests, Shard } from '../ports/ledger.ts';

/** The dependencies of `probeNow`. */
export interface ProbeNowDependencies {
  readonly shard: Shard;
  /** Opens the event log; undefined if no daemon has run here. @throws {LedgerError} */
  readonly openReader: () => LedgerReader | undefined;
  /** Stores a request. @throws {LedgerError} for an account that may not write */
  readonly requestProbes: ProbeRequests['requestProbes'];
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Returns a unique ID. */
  readonly newRequestId: () => string;
}

/**
 * Requests probes from the daemon, and waits until a scan has used their results.
 * @param connectors names; empty: every connector that is probed
 * @param waitMs the maximum time to wait
 * @throws {LedgerError} if the request cannot be stored or followed
 */
export async function probeNow(
  connectors: readonly string[],
  waitMs: number,
  { shard, openReader, requestProbes, isDaemonRunning, newRequestId }: ProbeNowDependencies,
  signal: AbortSignal,
): Promise<ProbeNowOutcome> {
  const ledger = openReader();
  if (ledger === undefined || !(await isDaemonRunning())) return 'no-daemon';
  const finished = new AbortController();
  const changes = ledger.changed(AbortSignal.any([signal, finished.signal, AbortSignal.timeout(waitMs)]));
  const requestId = newRequestId();
  try {
    await requestProbes(shard, { requestId, connectors });
    // The scan that uses the results deletes the request.
    const isDone = async (): Promise<boolean> =>
      (await ledger.probeRequests(shard)).every((request) => request.requestId !== requestId);
    if (await isDone()) return 'done';
    for await (const _ of changes) if (await isDone()) return 'done';
    signal.throwIfAborted();
    return (await isDaemonRunning()) ? 'timed-out' : 'no-daemon';
  } finally {
    finished.abort();
  }
}
