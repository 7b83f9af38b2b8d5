import { matchesWithAllObjects } from '../../domain/alert/match.ts';
import type { Silence } from '../../domain/alert/silence.ts';
import type { SilenceOutcome, SilenceRequest } from '../operations/notification-operations.ts';
import { listSilence } from '../query/list-silences.ts';
import type { NotificationDependencies } from './notification-dependencies.ts';

/**
 * Adds a silence. Returns `nothing-open` if it has no end time and matches no open condition,
 * because it would expire at once.
 * @throws {LedgerError}
 */
export async function addSilence(
  request: SilenceRequest,
  dependencies: NotificationDependencies,
): Promise<SilenceOutcome> {
  const { match, endsAt, reason, createdBy } = request;
  // Opened first, so that an account without write access gets that error before any other.
  using storage = await dependencies.openForWriting();
  const open = (await dependencies.openReader()?.ledger.state(dependencies.shard))?.open ?? [];
  const isUntilCleared = endsAt === undefined;
  const now = dependencies.clock.now();
  const covered = open.filter((condition) => matchesWithAllObjects(match, condition));
  if (isUntilCleared && covered.length === 0) return { kind: 'nothing-open' };
  const silence: Silence = {
    silenceId: dependencies.newSilenceId(),
    match,
    startsAt: now,
    endsAt,
    isUntilCleared,
    conditionIds: isUntilCleared ? covered.map(({ conditionId }) => conditionId) : [],
    reason,
    createdBy,
    createdAt: now,
  };
  await storage.add(silence);
  return { kind: 'added', added: listSilence(silence, open, now) };
}
