import { type OpenLedgerReader, openLedgerReader } from '../adapters/sqlite/ledger/open-ledger-reader.ts';
import { LedgerError } from '../work/errors.ts';

/**
 * Returns a reader of the ledger, the daemon's database with the event log; undefined if no daemon
 * has run yet.
 * @throws {LedgerError} if the ledger exists but cannot be read
 */
export function openReaderIfExists(stateDirectory: string): OpenLedgerReader | undefined {
  try {
    return openLedgerReader(stateDirectory);
  } catch (error) {
    const cause = error instanceof LedgerError ? error.cause : undefined;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw error;
  }
}
