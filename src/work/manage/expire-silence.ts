import type { ListedSilence } from '../operations/notification-operations.ts';
import { listSilence } from '../query/list-silences.ts';
import type { NotificationDependencies } from './notification-dependencies.ts';

/**
 * Expires a silence now, and returns it with the conditions that it suppressed until then. Returns
 * undefined for an unknown ID, or for a silence that has already expired.
 * @throws {LedgerError}
 */
export async function expireSilence(
  silenceId: string,
  dependencies: NotificationDependencies,
): Promise<ListedSilence | undefined> {
  using storage = await dependencies.openForWriting();
  const now = dependencies.clock.now();
  const open = (await dependencies.openReader()?.ledger.state(dependencies.shard))?.open ?? [];
  const silence = (await storage.silences()).find((stored) => stored.silenceId === silenceId);
  if (silence === undefined || !(await storage.expire(silenceId, now))) return undefined;
  return listSilence(silence, open, now);
}
