import { activeSilences } from '../../domain/alert/active-silences.ts';
import { undeliveredSince } from '../../domain/alert/undelivered-since.ts';
import type { Condition } from '../../domain/condition/condition.ts';
import { isConnectorFile } from '../../domain/connector/certificate-file.ts';
import { isProbed } from '../../domain/connector/is-probed.ts';
import { connectorUnreachable } from '../../domain/event/catalog/connector-unreachable.ts';
import { storeUnreadable } from '../../domain/event/catalog/store-unreadable.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { listedEndpoints } from '../../domain/served/listed-endpoints.ts';
import { isNeverAnswered, isNeverProbed, outdatedSince } from '../../domain/served/outdated-result.ts';
import { type OutputHealth, unwrittenSince } from '../../domain/status/output-health.ts';
import type { ListedNotifier, Status, StatusIssue, StoreState } from '../../domain/status/status.ts';
import type { Instant } from '../../domain/time.ts';
import type { Scan } from '../operations/query-operations.ts';
import { sortByUrgency } from './sort-by-urgency.ts';
import { daemonIssueOf, type StoredDaemonState, silentSince } from './stored-daemon-state.ts';

function undeliveredIssues(notifiers: readonly ListedNotifier[], now: Instant): readonly StatusIssue[] {
  return notifiers.flatMap(({ notifier, health }): readonly StatusIssue[] => {
    const since = undeliveredSince(notifier, health, now);
    const { lastFailure, isDisabled } = health;
    if (since === undefined || lastFailure === undefined) return [];
    return [{ kind: 'undelivered', notifier: notifier.name, since, reason: lastFailure.reason, isDisabled }];
  });
}

function unwrittenIssues(outputs: readonly OutputHealth[], now: Instant): readonly StatusIssue[] {
  return outputs.flatMap((health): readonly StatusIssue[] => {
    const { output, waiting, failing } = health;
    const since = unwrittenSince(health, now);
    if (since === undefined || failing === undefined) return [];
    return [{ kind: 'unwritten', output, since, reason: failing.reason, waiting }];
  });
}

/**
 * Returns an issue for each reason why the certificates of servers are unknown:
 * - not probed since a change
 * - never probed
 * - no answer yet
 *
 * An unreachable server is a condition instead. Addresses that DNS no longer returns are ignored.
 */
function unprovenIssues(connectors: Status['connectors'], open: readonly Condition[]): readonly StatusIssue[] {
  const unreachable = new Set(
    open.flatMap(({ eventId, subject }) => (eventId === connectorUnreachable.eventId ? [subject] : [])),
  );
  const probed = connectors
    .filter(({ connector }) => isProbed(connector) && !unreachable.has(connector.name))
    .map(({ connector, served }) => ({ connector, served: served && listedEndpoints(served) }));
  const neverProbed = probed.filter(({ served }) => served === undefined || isNeverProbed(served));
  const neverAnswered = probed.filter(({ served }) => served !== undefined && isNeverAnswered(served));
  const outdated = probed.flatMap(({ connector, served }) => {
    const since = outdatedSince(served);
    return since === undefined ? [] : [{ name: connector.name, since }];
  });
  const namesOf = (group: typeof probed): readonly string[] => group.map(({ connector }) => connector.name);
  const issues: StatusIssue[] = [];
  if (outdated.length > 0) issues.push(outdatedIssue(outdated));
  if (neverProbed.length > 0) issues.push({ kind: 'unproven', connectors: namesOf(neverProbed), since: undefined });
  if (neverAnswered.length > 0) issues.push({ kind: 'unanswered', connectors: namesOf(neverAnswered) });
  return issues;
}

function outdatedIssue(outdated: readonly { readonly name: string; readonly since: Instant }[]): StatusIssue {
  const since = Math.min(...outdated.map((connector) => connector.since));
  return { kind: 'unproven', connectors: outdated.map(({ name }) => name), since };
}

/**
 * Returns the conditions that the daemon has not raised, and the connectors that it has not
 * scanned.
 */
function unscannedIssues({ notYetRaised, unloaded }: ScanForStatus): readonly StatusIssue[] {
  const findings = sortByUrgency(notYetRaised).map(
    ({ eventId, level, subject, parameters, facts, remedy }): StatusIssue => ({
      kind: 'unscanned',
      finding: { eventId, level, subject, parameters, facts, remedy },
    }),
  );
  return unloaded.length === 0 ? findings : [{ kind: 'unloaded', connectors: unloaded }, ...findings];
}

/** The scan of a command, compared with the state that the daemon stored. */
export interface ScanForStatus extends Pick<Scan, 'at' | 'connectors' | 'stores'> {
  /** The conditions of level Warning or above that the daemon would raise if it scanned now. */
  readonly notYetRaised: readonly Condition[];
  /** The connectors that the daemon has not scanned. */
  readonly unloaded: readonly string[];
  readonly observedAt?: Status['observedAt'];
}

interface UnreadableStore {
  readonly store: string;
  readonly reason: Reason;
}

/**
 * Returns the stores that this account cannot read. If it cannot read some files of a store, the
 * store is returned only if the certificate of a connector is therefore unknown.
 */
function unreadableStores({ connectors, stores }: ScanForStatus): readonly UnreadableStore[] {
  const neededScopes = new Set(
    connectors.flatMap(({ selection }) => (selection.kind === 'unknown' ? selection.unavailable : [])),
  );
  const reasonOf = (state: StoreState): Reason | undefined => {
    if (state.kind === 'unreadable') return state.problem.reason;
    const isClosed =
      state.seenByDaemonAt === undefined &&
      neededScopes.has(`store:${state.store.name}`) &&
      state.problems.some(({ reason }) => reason === 'permission_denied');
    return isClosed ? 'permission_denied' : undefined;
  };
  return stores.flatMap((state) => {
    const reason = reasonOf(state);
    return reason === undefined ? [] : [{ store: state.store.name, reason }];
  });
}

/** Returns the files of a store that consists of files that a connector names. */
function filesOf(name: string, { stores }: ScanForStatus): { readonly files?: readonly string[] } {
  const store = isConnectorFile(name) ? stores.find((state) => state.store.name === name)?.store : undefined;
  return store === undefined ? {} : { files: [...new Set([store.path, ...(store.keyFiles ?? [])])] };
}

function verdictOf(hasProblem: boolean, issues: readonly StatusIssue[]): Status['verdict'] {
  if (hasProblem) return 'problem';
  return issues.length > 0 ? 'unknown' : 'ok';
}

/**
 * Combines the daemon's state and the scan of this command into one status. The verdict is never OK
 * while a store is unreadable, or while a problem is open, also if a silence suppresses it.
 * @param daemon undefined if no daemon has run here
 */
export function statusOf(
  computer: string,
  daemon: StoredDaemonState | undefined,
  notifiers: readonly ListedNotifier[],
  scan: ScanForStatus,
): Status {
  const open = sortByUrgency(daemon?.open ?? []);
  const issues: StatusIssue[] = [];
  if (daemon?.scan === undefined) issues.push({ kind: 'never-scanned' });
  const daemonIssue = daemon && daemonIssueOf(daemon, scan.at);
  if (daemonIssue !== undefined) issues.push(daemonIssue);
  for (const condition of open) {
    if (condition.eventId === storeUnreadable.eventId) {
      const { subject: store, raisedAt: since } = condition;
      issues.push({ kind: 'unreadable', store, ...filesOf(store, scan), since });
    }
  }
  for (const { store, reason } of unreadableStores(scan)) {
    const isReported = open.some(({ eventId, subject }) => eventId === storeUnreadable.eventId && subject === store);
    if (!isReported) issues.push({ kind: 'unreadable', store, ...filesOf(store, scan), since: undefined, reason });
  }
  const isDaemonScanning = daemon?.scan !== undefined && daemon.isRunning && silentSince(daemon, scan.at) === undefined;
  if (isDaemonScanning) {
    issues.push(...unprovenIssues(scan.connectors, open), ...unscannedIssues(scan));
  }
  issues.push(...undeliveredIssues(notifiers, scan.at), ...unwrittenIssues(daemon?.outputs ?? [], scan.at));
  // An unreadable store makes the status UNKNOWN, not PROBLEM.
  const hasProblem = open.some(({ eventId, level }) => eventId !== storeUnreadable.eventId && level !== 'Information');
  return {
    computer,
    now: scan.at,
    verdict: verdictOf(hasProblem, issues),
    issues,
    open,
    silenced: activeSilences(open, daemon?.silences ?? [], scan.at),
    connectors: scan.connectors,
    stores: scan.stores,
    observedAt: scan.observedAt,
    notifiers,
    outputs: daemon?.outputs ?? [],
    daemon: daemon?.scan && {
      ...daemon.scan,
      ...(daemon.storedAt === undefined ? {} : { storedAt: daemon.storedAt }),
      records: daemon.records,
    },
  };
}
