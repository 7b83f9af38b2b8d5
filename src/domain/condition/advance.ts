import { conditionCleared } from '../event/catalog/condition-cleared.ts';
import { ruleFailed } from '../event/catalog/rule-failed.ts';
import type { EventLevel } from '../event/event-definition.ts';
import type { Change, NewEventRecord } from '../event/event-record.ts';
import type { Facts } from '../event/facts.ts';
import type { Finding, Needs } from '../evidence/finding.ts';
import { conditionIdentityOf, type Evaluation } from '../rule/evaluate.ts';
import type { Coverage, Scope } from '../scope.ts';
import { type Instant, SECOND } from '../time.ts';
import type { Condition } from './condition.ts';
import { escalationOf } from './escalation-of.ts';
import { type EvidenceCoverage, followFinding } from './follow-finding.ts';
import { groupFindings } from './group-findings.ts';
import { isAwaitingReload } from './is-awaiting-reload.ts';
import { keepUnlisted } from './keep-unlisted.ts';
import { type LifePolicy, levelOf, newRecord } from './new-record.ts';
import type { Proof } from './proof.ts';
import { isReportedByOpen, isReportedByUndecided } from './reported-by-open.ts';

/** The result of a scan for the open conditions. */
export interface Advanced {
  readonly records: readonly NewEventRecord[];
  readonly open: readonly Condition[];
  /**
   * IDs of open conditions that changed without a record; they have the parameters, facts and
   * remedy of this scan.
   */
  readonly followed: ReadonlySet<string>;
}

/**
 * Advances the life cycle of conditions (raised, repeated, escalated, cleared). Pure. A condition
 * is cleared if and only if:
 * - its finding is absent
 * - its rule had a result and was not undecided about it
 * - all scopes in its needs are available or gone
 * - no server that it concerns may still have to load the files on disk
 *
 * A finding about a server raises no condition while an open one reports the same problem, from
 * files that are unavailable now or undecided.
 */
export function advance(
  open: readonly Condition[],
  evaluation: Evaluation,
  coverage: Coverage,
  proof: Proof,
  policy: LifePolicy,
  now: Instant,
): Advanced {
  const { findings, undecided, awaitingReload, notServingDisk = new Set() } = evaluation;
  const evidence = { coverage, awaitingReload };
  const previousByKey = new Map(open.map((condition) => [keyOf(condition), condition]));
  const nextByKey = new Map<string, Condition>();
  const records: NewEventRecord[] = [];
  const followed = new Set<string>();

  const grouped = groupFindings(findings, open);
  const foundKeys = new Set(grouped.map(keyOfFinding));
  const unverified = open.filter(
    (condition) => !foundKeys.has(keyOf(condition)) && hasUnavailableFiles(condition, coverage),
  );
  for (const finding of grouped) {
    const key = keyOfFinding(finding);
    if (nextByKey.has(key)) continue;
    const previous = previousByKey.get(key);
    const isReported =
      isReportedByOpen(finding, unverified, notServingDisk) || isReportedByUndecided(finding, previousByKey, undecided);
    if (previous === undefined && isReported) continue;
    const level = levelOf(finding.event, policy, finding.level);
    const needs = withUnproven(finding.needs, previous, evidence);
    const update = updateOf(finding, previous, level, policy, now);
    if (previous !== undefined && update === undefined) {
      const isFollowed = !undecided?.has(key) && escalationOf(finding, previous, level).length === 0;
      const latest = isFollowed ? followFinding(finding, previous, evidence) : undefined;
      if (latest !== undefined) followed.add(previous.conditionId);
      nextByKey.set(key, unreportedCondition(latest ?? previous, { urgency: finding.urgency ?? 0, needs, level }, now));
      continue;
    }
    const { change, facts } = update ?? { change: 'raised', facts: finding.facts };
    const condition = reportedCondition(finding, previous, { needs, level, facts }, policy, now);
    const { conditionId, parameters, remedy } = condition;
    nextByKey.set(key, condition);
    records.push(newRecord(finding.event, { change, conditionId, parameters, facts, remedy, level }, policy, now));
  }

  for (const [key, condition] of previousByKey) {
    if (nextByKey.has(key)) continue;
    if (isProvenAbsent(condition, evaluation, coverage)) records.push(clearedRecord(condition, proof, policy, now));
    else nextByKey.set(key, condition);
  }
  return { records, open: [...nextByKey.values()], followed };
}

function keyOf({ eventId, subject }: Condition): string {
  return conditionIdentityOf(eventId, subject);
}

function keyOfFinding({ event, subject }: Finding): string {
  return conditionIdentityOf(event.eventId, subject);
}

/**
 * Returns an open condition after a scan without a record. New certificates are reported later;
 * until then, the condition keeps its reported content.
 */
function unreportedCondition(
  condition: Condition,
  update: Pick<Condition, 'needs' | 'urgency' | 'level'>,
  now: Instant,
): Condition {
  // After a wrong clock is corrected, `notifiedAt` must not stay in the future and delay reminders.
  return { ...condition, ...update, notifiedAt: Math.min(condition.notifiedAt, now) };
}

/** Returns the condition of a finding as its new record reports it. */
function reportedCondition(
  { event: { eventId }, subject, urgency = 0, parameters, remedy }: Finding,
  previous: Condition | undefined,
  { needs, level, facts }: Pick<Condition, 'needs' | 'level' | 'facts'>,
  { computer }: LifePolicy,
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

/**
 * Returns the change that a finding makes to its condition, or undefined if there is none to
 * report.
 */
function updateOf(
  finding: Finding,
  previous: Condition | undefined,
  level: EventLevel,
  policy: LifePolicy,
  now: Instant,
): { readonly change: Change; readonly facts: Facts } | undefined {
  if (previous === undefined) return { change: 'raised', facts: finding.facts };
  const facts = { ...keepUnlisted(finding, previous.facts), raisedAt: previous.raisedAt };
  const escalation = escalationOf(finding, previous, level);
  const isRepeatable = now - previous.notifiedAt >= policy.repeatInterval;
  // New certificates are reported together at the reminder interval, because some stores get them
  // all day.
  const areOnlyCertificates = escalation.every(({ kind }) => kind === 'certificates');
  if (escalation.length > 0 && (isRepeatable || !areOnlyCertificates))
    return { change: 'escalated', facts: { ...facts, escalation } };
  const isDue = level !== 'Information' && isRepeatable;
  return isDue ? { change: 'repeated', facts } : undefined;
}

/** Returns whether a condition needs files or inventories that are unavailable. */
function hasUnavailableFiles({ needs }: Condition, coverage: Coverage): boolean {
  return needs.some((scope) => !scope.startsWith('probe:') && coverage(scope) === 'unavailable');
}

/**
 * Returns the needs of a finding, and the earlier needs of its condition that cannot be verified
 * now.
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

/** Returns the needs of a condition about files on disk whose servers have not loaded them yet. */
function needsAwaitingReload(
  { needs }: { readonly needs: Needs },
  awaitingReload: Evaluation['awaitingReload'],
): readonly Scope[] {
  return needs[0].startsWith('probe:') ? [] : needs.filter((scope) => isAwaitingReload(scope, awaitingReload));
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

function clearedRecord(condition: Condition, proof: Proof, policy: LifePolicy, now: Instant): NewEventRecord {
  const { eventId, subject, conditionId, raisedAt, level } = condition;
  const { raisedAt: _, escalation: __, ...facts } = condition.facts;
  const seconds = Math.max(0, Math.floor((now - raisedAt) / SECOND));
  const cleared = { eventId, raisedAt, level, evidence: proof(condition) };
  const content = {
    change: 'cleared',
    conditionId,
    parameters: [String(eventId), subject, String(seconds)],
    facts: { ...facts, cleared },
    remedy: [],
  } as const;
  return newRecord(conditionCleared, content, policy, now);
}
