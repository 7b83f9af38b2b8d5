import type { Observed } from '../../domain/status/observed.ts';
import { LedgerError } from '../errors.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';

/**
 * Returns a function that reads the connectors and stores of the daemon's last scan. Its result is
 * undefined if no daemon has run here, or if this account may not read the event log.
 */
export function lastObservedReader(
  ledger: () => LedgerReader | undefined,
  shard: Shard,
): () => Promise<Observed | undefined> {
  return async () => {
    try {
      return await ledger()?.observed(shard);
    } catch (error) {
      if (error instanceof LedgerError) return undefined;
      throw error;
    }
  };
}
