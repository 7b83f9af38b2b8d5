import type { Assessment } from '../../domain/assessment/assess.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import { areSocketsIn, type ListedSockets } from '../../domain/connector/unmonitored-servers.ts';
import { serverNotMonitored } from '../../domain/event/catalog/server-not-monitored.ts';
import { storeUnreadable } from '../../domain/event/catalog/store-unreadable.ts';
import { conditionIdentityOf } from '../../domain/rule/evaluate.ts';
import { EVERY_INVENTORY, EVERY_STORE, type Scope } from '../../domain/scope.ts';
import type { Instant } from '../../domain/time.ts';
import type { ScanEvaluation } from '../scan/evaluate-scan.ts';
import { isSelectionUncertain } from './is-selection-uncertain.ts';

/**
 * Returns the scopes (stores and inventories, for example `store:My`) of which this account may not
 * read everything.
 */
function inaccessibleScopes({ observation: { inventories, stores }, selections }: Assessment): ReadonlySet<Scope> {
  const inaccessible = new Set<Scope>();
  for (const [name, result] of inventories)
    if (result.kind === 'unavailable') inaccessible.add(`inventory:${name}`).add(EVERY_INVENTORY);
  for (const [name, result] of stores) {
    const problems = result.kind === 'unavailable' ? [result.problem] : result.problems;
    if (!problems.some(isPermissionDenied)) continue;
    inaccessible.add(`store:${name}`);
    if (!isConnectorFile(name)) inaccessible.add(EVERY_STORE);
  }
  for (const { connector, selection } of selections)
    if (isSelectionUncertain(selection)) inaccessible.add(`probe:${connector.name}`);
  return inaccessible;
}

const isPermissionDenied = ({ reason }: { readonly reason?: string | undefined }): boolean =>
  reason === 'permission_denied';

/**
 * Returns true if the condition is about a probe result, which the daemon's last scan has
 * evaluated. False for a certificate that has expired, because it may have expired after that scan.
 */
function isKnownProbeResult({ needs, facts: { notAfter } }: Condition, now: Instant): boolean {
  // The first need of a condition about a probe result is the probe.
  return needs[0].startsWith('probe:') && (notAfter === undefined || now <= notAfter);
}

/**
 * Returns the sockets of an unmonitored server; undefined for another condition. A condition of an
 * earlier version, which has no list of them, may have any.
 */
function socketsOf({ eventId, facts: { listeners, moreListeners = 0 } }: Condition): ListedSockets | undefined {
  if (eventId !== serverNotMonitored.eventId) return undefined;
  return listeners === undefined
    ? { listeners: [], moreListeners: Number.POSITIVE_INFINITY }
    : { listeners, moreListeners };
}

/**
 * Returns a function that returns true if the daemon has raised a condition. Unmonitored servers
 * are compared by their sockets, because only one of the two accounts may know the program.
 */
function raisedCheck(open: readonly Condition[]): (condition: Condition) => boolean {
  const raised = new Set(open.map(({ eventId, subject }) => conditionIdentityOf(eventId, subject)));
  const sockets = open.flatMap((condition) => socketsOf(condition) ?? []);
  return (condition) => {
    const listed = socketsOf(condition);
    return (
      raised.has(conditionIdentityOf(condition.eventId, condition.subject)) ||
      (listed !== undefined && areSocketsIn(listed, sockets))
    );
  };
}

/**
 * Returns the conditions of level Warning or above that the daemon has not raised. An account with
 * fewer rights than the daemon must not report its own limits as a problem. Unreadable stores are
 * reported separately.
 * @param open the conditions that the daemon has raised
 */
export function conditionsNotYetRaised(
  { assessment, open: conditions }: Pick<ScanEvaluation, 'assessment' | 'open'>,
  open: readonly Condition[],
): readonly Condition[] {
  const isRaised = raisedCheck(open);
  const inaccessible = inaccessibleScopes(assessment);
  return conditions.filter(
    (condition) =>
      condition.level !== 'Information' &&
      !isRaised(condition) &&
      condition.eventId !== storeUnreadable.eventId &&
      !isPermissionDenied(condition.facts) &&
      !condition.needs.some((scope) => inaccessible.has(scope)) &&
      !isKnownProbeResult(condition, assessment.observation.now),
  );
}
