import type { Assessment } from '../../domain/assessment/assess.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { isFileStore } from '../../domain/connector/certificate-file.ts';
import { areSocketsIn } from '../../domain/connector/unmonitored-servers.ts';
import { serverNotMonitored } from '../../domain/event/catalog/server-not-monitored.ts';
import { storeUnreadable } from '../../domain/event/catalog/store-unreadable.ts';
import type { Memory } from '../../domain/observation/memory.ts';
import { conditionIdentityOf } from '../../domain/rule/evaluate.ts';
import { EVERY_INVENTORY, EVERY_STORE, type Scope } from '../../domain/scope.ts';
import type { Instant } from '../../domain/time.ts';
import type { Judgement } from '../scan/judge.ts';
import { isSelectionLimited } from './selection-limits.ts';

/**
 * Returns the daemon's memory for the scan of a command. A command confirms nothing, so a store
 * that the daemon found empty once counts as found empty for the first time.
 */
export function unconfirmed(memory: Memory): Memory {
  const storeSizes = new Map(
    [...memory.storeSizes].map(([name, size]) => [
      name,
      size.shrunk?.passes === 1 ? { ...size, shrunk: { ...size.shrunk, passes: 0 } } : size,
    ]),
  );
  return { ...memory, storeSizes };
}

/**
 * Returns a function that returns true if the account of this command may not read all of a scope.
 */
function closedScopes({ observation: { inventories, stores }, selections }: Assessment): (scope: Scope) => boolean {
  const closed = new Set<Scope>();
  for (const [name, result] of inventories)
    if (result.kind === 'unavailable') closed.add(`inventory:${name}`).add(EVERY_INVENTORY);
  for (const [name, result] of stores) {
    const problems = result.kind === 'unavailable' ? [result.problem] : result.problems;
    if (!problems.some(isClosed)) continue;
    closed.add(`store:${name}`);
    if (!isFileStore(name)) closed.add(EVERY_STORE);
  }
  for (const { connector, selection } of selections)
    if (isSelectionLimited(selection)) closed.add(`probe:${connector.name}`);
  return (scope) => closed.has(scope);
}

const isClosed = ({ reason }: { readonly reason?: string | undefined }): boolean => reason === 'permission_denied';

/**
 * Returns true if the condition is about a probe result that the daemon's last scan evaluated. Only
 * the expiry of a certificate can be later than that scan.
 */
function isEvaluated({ needs, facts: { notAfter } }: Condition, now: Instant): boolean {
  return needs[0].startsWith('probe:') && (notAfter === undefined || now <= notAfter);
}

/**
 * Returns a function that returns true if the daemon has raised a condition. The program of an
 * unmonitored server can be known to only one of the two accounts, so its sockets count instead.
 */
function raisedIn(open: readonly Condition[]): (condition: Condition) => boolean {
  const known = new Set(open.map(({ eventId, subject }) => conditionIdentityOf(eventId, subject)));
  const sockets = open.flatMap(({ eventId, subject }) => (eventId === serverNotMonitored.eventId ? [subject] : []));
  return ({ eventId, subject }) =>
    known.has(conditionIdentityOf(eventId, subject)) ||
    (eventId === serverNotMonitored.eventId && areSocketsIn(subject, sockets));
}

/**
 * Returns the conditions of level Warning or above that the daemon has not raised. An account with
 * fewer rights than the daemon must not report its own limits as a problem. Unreadable stores are
 * reported separately.
 * @param open the conditions that the daemon has raised
 */
export function unscannedIn(
  { assessment, open: conditions }: Pick<Judgement, 'assessment' | 'open'>,
  open: readonly Condition[],
): readonly Condition[] {
  const isRaised = raisedIn(open);
  const isClosedScope = closedScopes(assessment);
  return conditions.filter(
    (condition) =>
      condition.level !== 'Information' &&
      !isRaised(condition) &&
      condition.eventId !== storeUnreadable.eventId &&
      !isClosed(condition.facts) &&
      !condition.needs.some(isClosedScope) &&
      !isEvaluated(condition, assessment.observation.now),
  );
}
