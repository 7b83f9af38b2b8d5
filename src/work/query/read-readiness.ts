import type { Failure } from '../../domain/failure/failure.ts';
import { HTTP_SERVER_FAILURES } from '../../domain/failure/http-failures.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { Clock } from '../ports/system.ts';
import { daemonIssueOf } from './stored-daemon-state.ts';

/**
 * Returns why the state that the running daemon has stored is not current: its first scan has not
 * ended, its next scan is overdue, or it cannot write to the event log. undefined: it is current.
 * @throws {LedgerError}
 */
export async function readReadiness(
  ledger: Pick<LedgerReader, 'state'>,
  shard: Shard,
  clock: Pick<Clock, 'now'>,
): Promise<Failure | undefined> {
  const state = await ledger.state(shard);
  if (state.scan === undefined) return HTTP_SERVER_FAILURES.service_not_scanned;
  const stored = { ...state, isRunning: true, records: 0, silences: [], outputs: [] };
  switch (daemonIssueOf(stored, clock.now())?.kind) {
    case undefined:
      return undefined;
    case 'starting':
      return HTTP_SERVER_FAILURES.service_not_scanned;
    case 'unstored':
      return HTTP_SERVER_FAILURES.service_not_storing;
    default:
      return HTTP_SERVER_FAILURES.service_scan_overdue;
  }
}
