import type { ProbeNowOutcome } from '../operations/connector-operations.ts';
import type { LedgerReader, ProbeRequests, Shard } from '../ports/ledger.ts';

/** The dependencies of `probeNow`. */
export interface ProbeNowDependencies {
  readonly shard: Shard;
  /** Opens the event log; undefined: no daemon has run here. @throws {LedgerError} */
  readonly reader: () => LedgerReader | undefined;
  /** Stores a request. @throws {LedgerError} for an account that may not write */
  readonly requestProbes: ProbeRequests['requestProbes'];
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Returns a unique ID. */
  readonly newRequestId: () => string;
}

/**
 * Asks the daemon to probe connectors now, and waits until a scan has used the probes.
 * @param connectors names; empty: every connector that is probed
 * @throws {LedgerError} if the request cannot be stored or followed
 */
export async function probeNow(
  connectors: readonly string[],
  waitMs: number,
  { shard, reader, requestProbes, isDaemonRunning, newRequestId }: ProbeNowDependencies,
  signal: AbortSignal,
): Promise<ProbeNowOutcome> {
  const ledger = reader();
  if (ledger === undefined || !(await isDaemonRunning())) return 'no-daemon';
  const leaving = new AbortController();
  const changes = ledger.changed(AbortSignal.any([signal, leaving.signal, AbortSignal.timeout(waitMs)]));
  const requestId = newRequestId();
  try {
    await requestProbes(shard, { requestId, connectors });
    const isDone = async (): Promise<boolean> =>
      (await ledger.probeRequests(shard)).every((request) => request.requestId !== requestId);
    if (await isDone()) return 'done';
    for await (const _ of changes) if (await isDone()) return 'done';
    signal.throwIfAborted();
    return (await isDaemonRunning()) ? 'not-yet' : 'no-daemon';
  } finally {
    leaving.abort();
  }
}
