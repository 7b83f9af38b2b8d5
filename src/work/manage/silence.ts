import { matchesWhole } from '../../domain/alert/match.ts';
import type { Silence } from '../../domain/alert/silence.ts';
import type { ListedSilence, SilenceOrder, SilenceOutcome } from '../operations/notification-operations.ts';
import { listSilences } from '../query/list-silences.ts';
import type { NotificationDependencies } from './notification-dependencies.ts';

/**
 * Adds a silence. Refused if it should end with the conditions that it matches, and none are open.
 * @throws {LedgerError}
 */
export async function addSilence(order: SilenceOrder, dependencies: NotificationDependencies): Promise<SilenceOutcome> {
  const { match, endsAt, reason, by } = order;
  // Opened first, so that an account without write access gets that error before any other.
  using orders = await dependencies.orders();
  const open = (await dependencies.reader()?.ledger.state(dependencies.shard))?.open ?? [];
  const isUntilCleared = endsAt === undefined;
  const now = dependencies.clock.now();
  const covered = open.filter((condition) => matchesWhole(match, condition));
  if (isUntilCleared && covered.length === 0) return { kind: 'nothing-open' };
  const silence: Silence = {
    silenceId: dependencies.newSilenceId(),
    match,
    startsAt: now,
    endsAt,
    isUntilCleared,
    conditionIds: isUntilCleared ? covered.map(({ conditionId }) => conditionId) : [],
    reason,
    createdBy: by,
    createdAt: now,
  };
  await orders.add(silence);
  const [added] = listSilences([silence], open, now);
  if (added === undefined) throw new Error('a silence that was added is not listed');
  return { kind: 'added', added };
}

/** Expires a silence now. @throws {LedgerError} */
export async function endSilence(
  silenceId: string,
  dependencies: NotificationDependencies,
): Promise<ListedSilence | undefined> {
  using orders = await dependencies.orders();
  const now = dependencies.clock.now();
  const open = (await dependencies.reader()?.ledger.state(dependencies.shard))?.open ?? [];
  const [ended] = listSilences(
    (await orders.silences()).filter((silence) => silence.silenceId === silenceId),
    open,
    now,
  );
  return (await orders.end(silenceId, now)) ? ended : undefined;
}
