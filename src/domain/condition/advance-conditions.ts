import { conditionCleared } from '../event/catalog/condition-cleared.ts';
import { ruleFailed } from '../event/catalog/rule-failed.ts';
import type { FactsByName } from '../event/data/facts-by-name.ts';
import type { EventLevel } from '../event/event-definition.ts';
import type { Change, NewEventRecord } from '../event/event-record.ts';
import type { Finding, Needs } from '../evidence/finding.ts';
import { conditionIdentityOf, type Evaluation } from '../rule/evaluate.ts';
import type { Coverage } from '../scope.ts';
import { type Instant, SECOND } from '../time.ts';
import type { Condition } from './condition.ts';
import { escalationOf } from './escalation-of.ts';
import type { EvidenceFinder } from './evidence-finder.ts';
import { type EvidenceCoverage, followFinding } from './follow-finding.ts';
import { groupFindings } from './group-findings.ts';
import { keepUnlisted } from './keep-unlisted.ts';
import { needsAwaitingReload } from './needs-awaiting-reload.ts';
import { levelOf, newRecord, type RecordPolicy } from './new-record.ts';
import { isReportedByOpen, isReportedByUndecided } from './reported-by-open.ts';
import { withReloadRemedy } from './with-reload-remedy.ts';

/** The results of a scan. They decide how the open conditions change. */
interface ScanFindings {
  readonly evaluation: Evaluation;
  readonly coverage: Coverage;
  /** Returns the evidence for the record of a cleared condition. */
  readonly findEvidence: EvidenceFinder;
  readonly policy: RecordPolicy;
  readonly now: Instant;
}

/** The conditions after a scan. */
export interface AdvancedConditions {
  readonly records: readonly NewEventRecord[];
  readonly open: readonly Condition[];
  /**
   * IDs of open conditions without a new record whose parameters, facts and remedy are those of
   * this scan.
   */
  readonly updatedConditionIds: ReadonlySet<string>;
}

/**
 * Advances the life cycle of the open conditions (problems) by the findings of one scan. Pure. A
 * condition is raised, then repeated or escalated, then cleared. It is cleared if and only if:
 * - no finding reports its problem
 * - its rule ran, and could decide about the condition
 * - all scopes in its needs (the stores, inventories and probes that show its problem) are
 *   available or gone
 * - no server that the condition concerns may still have to load the files on disk
 *
 * A finding about a server raises no condition while an open condition reports the same problem of
 * the files, and these files are unavailable now, or the rule is undecided.
 */
export function advanceConditions(open: readonly Condition[], scan: ScanFindings): AdvancedConditions {
  const { evaluation, coverage, findEvidence, policy, now } = scan;
  const { findings, unknown, undecided, awaitingReload, notServingDisk = new Set() } = evaluation;
  const evidence = { coverage, awaitingReload };
  const previousByKey = new Map(open.map((condition) => [keyOf(condition), condition]));
  const nextByKey = new Map<string, Condition>();
  const records: NewEventRecord[] = [];
  const updatedConditionIds = new Set<string>();

  const groupedFindings = groupFindings(findings, open);
  const foundKeys = new Set(groupedFindings.map(keyOfFinding));
  // The conditions that may still exist: their files cannot be read now.
  const unverified = open.filter(
    (condition) => !foundKeys.has(keyOf(condition)) && hasUnavailableFiles(condition, coverage),
  );
  const isReportedByOther = (finding: Finding): boolean =>
    isReportedByOpen(finding, unverified, notServingDisk) || isReportedByUndecided(finding, previousByKey, undecided);
  const report = (finding: Finding, previous: Condition | undefined, { change, facts }: ConditionChange): void => {
    const level = levelOf(finding.event, policy, finding.level);
    const needs = withUnproven(finding.clearingNeeds, previous, evidence);
    const condition = reportedCondition(finding, previous, { needs, level, facts }, policy, now);
    const { conditionId, parameters, remedy } = condition;
    nextByKey.set(keyOfFinding(finding), condition);
    records.push(newRecord(finding.event, { change, conditionId, parameters, facts, remedy, level }, policy, now));
  };

  for (const finding of groupedFindings) {
    const key = keyOfFinding(finding);
    if (nextByKey.has(key)) continue;
    const previous = previousByKey.get(key);
    if (previous === undefined) {
      if (!isReportedByOther(finding)) report(finding, undefined, { change: 'raised', facts: finding.facts });
      continue;
    }
    const level = levelOf(finding.event, policy, finding.level);
    const change = changeOf(finding, previous, level, policy, now);
    if (change !== undefined) {
      report(finding, previous, change);
      continue;
    }
    const isUpToDate = !undecided?.has(key) && escalationOf(finding, previous, level).length === 0;
    const updated = isUpToDate ? followFinding(finding, previous, evidence) : undefined;
    if (updated !== undefined) updatedConditionIds.add(previous.conditionId);
    const needs = withUnproven(finding.clearingNeeds, previous, evidence);
    nextByKey.set(key, unreportedCondition(updated ?? previous, { urgency: finding.urgency ?? 0, needs, level }, now));
  }

  for (const [key, condition] of previousByKey) {
    if (nextByKey.has(key)) continue;
    if (isProvenAbsent(condition, evaluation, coverage))
      records.push(clearedRecord(condition, findEvidence, policy, now));
    else {
      const isUndecided = isUnknown(condition, unknown) || undecided?.has(key) === true;
      const updated = isUndecided ? undefined : withReloadRemedy(condition, awaitingReload);
      if (updated !== undefined) updatedConditionIds.add(condition.conditionId);
      nextByKey.set(key, updated ?? condition);
    }
  }
  return { records, open: [...nextByKey.values()], updatedConditionIds };
}

function keyOf({ eventId, subject }: Condition): string {
  return conditionIdentityOf(eventId, subject);
}

function keyOfFinding({ event, subject }: Finding): string {
  return conditionIdentityOf(event.eventId, subject);
}

/** Returns an open condition after a scan that has no new record about the condition. */
function unreportedCondition(
  condition: Condition,
  update: Pick<Condition, 'needs' | 'urgency' | 'level'>,
  now: Instant,
): Condition {
  // If the system clock was ahead, `notifiedAt` must not stay in the future and delay reminders.
  return { ...condition, ...update, notifiedAt: Math.min(condition.notifiedAt, now) };
}

/** Returns the condition of a finding that has a new record; a new condition without `previous`. */
function reportedCondition(
  { event: { eventId }, subject, urgency = 0, parameters, remedy }: Finding,
  previous: Condition | undefined,
  { needs, level, facts }: Pick<Condition, 'needs' | 'level' | 'facts'>,
  { computer }: RecordPolicy,
  now: Instant,
): Condition {
  return {
    conditionId: previous?.conditionId ?? `${computer}/${eventId}/${subject}/${now}`,
    eventId,
    subject,
    needs,
    urgency,
    level,
    raisedAt: previous?.raisedAt ?? now,
    notifiedAt: now,
    parameters,
    facts,
    remedy,
  };
}

/** A change of a condition, and the facts for its record. */
interface ConditionChange {
  readonly change: Change;
  readonly facts: FactsByName;
}

/**
 * Returns the change of an open condition that must be reported: `escalated`, or `repeated` at the
 * reminder interval. Returns undefined if there is none.
 */
function changeOf(
  finding: Finding,
  previous: Condition,
  level: EventLevel,
  policy: RecordPolicy,
  now: Instant,
): ConditionChange | undefined {
  const facts = { ...keepUnlisted(finding, previous.facts), raisedAt: previous.raisedAt };
  const escalation = escalationOf(finding, previous, level);
  const isIntervalOver = now - previous.notifiedAt >= policy.repeatInterval;
  // Further certificates are reported together at the reminder interval, because some stores get
  // new certificates all day.
  const areOnlyCertificates = escalation.every(({ kind }) => kind === 'certificates');
  if (escalation.length > 0 && (isIntervalOver || !areOnlyCertificates))
    return { change: 'escalated', facts: { ...facts, escalation } };
  return isIntervalOver && level !== 'Information' ? { change: 'repeated', facts } : undefined;
}

/** Returns whether a condition needs a store or inventory that is unavailable. */
function hasUnavailableFiles({ needs }: Condition, coverage: Coverage): boolean {
  return needs.some((scope) => !scope.startsWith('probe:') && coverage(scope) === 'unavailable');
}

/**
 * Returns the clearing needs of a finding, followed by those earlier needs of its condition that
 * cannot be verified now: an unavailable scope, or a server that may still load the files on disk.
 */
function withUnproven(
  needs: Needs,
  previous: Condition | undefined,
  { coverage, awaitingReload }: EvidenceCoverage,
): Needs {
  if (previous === undefined) return needs;
  const scopes = new Set<string>(needs);
  const waiting = new Set<string>(needsAwaitingReload(previous, awaitingReload));
  const unproven = previous.needs.filter(
    (scope) => !scopes.has(scope) && (coverage(scope) === 'unavailable' || waiting.has(scope)),
  );
  return unproven.length === 0 ? needs : [needs[0], ...needs.slice(1), ...unproven];
}

/** Returns whether this scan proves that the problem of a condition without a finding is gone. */
function isProvenAbsent(
  condition: Condition,
  { unknown, undecided, awaitingReload }: Evaluation,
  coverage: Coverage,
): boolean {
  const isUndecided = undecided?.has(keyOf(condition)) === true;
  if (isUnknown(condition, unknown) || isUndecided || needsAwaitingReload(condition, awaitingReload).length > 0)
    return false;
  return condition.needs.every((scope) => coverage(scope) !== 'unavailable');
}

/**
 * Returns whether the rule of a condition has no result in this scan. A condition about a failed
 * rule needs a result of that rule.
 */
function isUnknown({ eventId, subject }: Condition, unknown: Evaluation['unknown']): boolean {
  return unknown.has(eventId) || (eventId === ruleFailed.eventId && unknown.has(Number(subject)));
}

function clearedRecord(
  condition: Condition,
  findEvidence: EvidenceFinder,
  policy: RecordPolicy,
  now: Instant,
): NewEventRecord {
  const { eventId, subject, conditionId, raisedAt, level } = condition;
  const { raisedAt: _, escalation: __, ...facts } = condition.facts;
  const seconds = Math.max(0, Math.floor((now - raisedAt) / SECOND));
  const cleared = { eventId, raisedAt, level, evidence: findEvidence(condition) };
  const { event, ...content } = conditionCleared.contentOf(
    { eventId: String(eventId), subject, seconds: String(seconds) },
    { ...facts, cleared },
  );
  return newRecord(event, { ...content, change: 'cleared', conditionId, remedy: [] }, policy, now);
}
