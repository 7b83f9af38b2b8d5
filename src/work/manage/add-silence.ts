import { matchesWithAllObjects } from '../../domain/alert/match.ts';
import type { Silence } from '../../domain/alert/silence.ts';
import type { SilenceOutcome, SilenceRequest } from '../operations/notification-operations.ts';
import { listSilence } from '../query/list-silences.ts';
import type { NotificationDependencies } from './notification-dependencies.ts';

/** Adds a silence. @throws {LedgerError} */
export async function addSilence(
  request: SilenceRequest,
  dependencies: NotificationDependencies,
): Promise<SilenceOutcome> {
  const { match, endsAt, reason, createdBy } = request;
  // Opened first, so that an account without write access gets the error about its rights.
  using storage = await dependencies.openForWriting();
  const open = (await dependencies.openReader()?.ledger.state(dependencies.shard))?.open ?? [];
  const isUntilCleared = endsAt === undefined;
  const now = dependencies.clock.now();
  const matching = open.filter((condition) => matchesWithAllObjects(match, condition));
  if (isUntilCleared && matching.length === 0) return { kind: 'matches-nothing' };
  const silence: Silence = {
    silenceId: dependencies.newSilenceId(),
    match,
    startsAt: now,
    endsAt,
    isUntilCleared,
    conditionIds: isUntilCleared ? matching.map(({ conditionId }) => conditionId) : [],
    reason,
    createdBy,
    createdAt: now,
  };
  await storage.add(silence);
  return { kind: 'added', added: listSilence(silence, open, now) };
}
