import type { Settings } from '../assessment/settings.ts';
import { conditionCleared } from '../event/catalog/condition-cleared.ts';
import { ruleFailed } from '../event/catalog/rule-failed.ts';
import {
  type EventDefinition,
  type EventLevel,
  EXCHANGE_PROVIDER,
  LEVEL_NUMBERS,
  OWN_PROVIDER,
} from '../event/event-definition.ts';
import type { Change, NewEventRecord } from '../event/event-record.ts';
import type { Escalation, Facts } from '../event/facts.ts';
import type { Finding, Needs } from '../evidence/finding.ts';
import { conditionIdentityOf, type Evaluation } from '../rule/evaluate.ts';
import type { Coverage, Scope } from '../scope.ts';
import { type Instant, SECOND } from '../time.ts';
import type { Condition } from './condition.ts';
import { groupFindings } from './group-findings.ts';
import { isSettling } from './is-settling.ts';
import { keepUnlisted } from './keep-unlisted.ts';
import type { Proof } from './proof.ts';
import { isReportedByOpen, isReportedByUndecided } from './reported-by-open.ts';

/** The coverage of a scan, and the connectors whose servers have not loaded their files yet. */
interface EvidenceCoverage {
  readonly settling: Evaluation['settling'];
  readonly coverage: Coverage;
}

/**
 * Returns whether all evidence is available about the connectors that are no longer found. Probes
 * of connectors that are still found do not matter.
 */
function isSeen(
  { facts: { connectors = [] } }: Finding,
  known: Condition,
  { coverage, settling }: EvidenceCoverage,
): boolean {
  const held = new Set(connectors);
  if (known.facts.connectors?.every((name) => held.has(name)) !== false) return true;
  const probes = new Set(connectors.map((name): Scope => `probe:${name}`));
  return known.needs.every(
    (scope) => probes.has(scope) || (coverage(scope) !== 'unavailable' && !isSettling(scope, settling)),
  );
}

/** Returns whether a finding is about files or certificates of a store, with their number. */
function isOfStore({ store, count }: Finding['facts']): boolean {
  return store !== undefined && count !== undefined;
}

/** Returns whether a file or certificate of a condition is no longer found. */
function hasFewer(
  { facts: { certificates = [], files = [], count = 0 } }: Finding,
  { facts: known }: Condition,
): boolean {
  if (count < (known.count ?? 0)) return true;
  const found = new Set([...certificates.map(({ thumbprint }) => thumbprint), ...files.map(({ path }) => path)]);
  const listed = [
    ...(known.certificates ?? []).map(({ thumbprint }) => thumbprint),
    ...(known.files ?? []).map(({ path }) => path),
  ];
  return listed.some((member) => !found.has(member));
}

/**
 * Returns whether files or certificates of a condition were fixed, and all its evidence is
 * available.
 */
function isRepaired(finding: Finding, known: Condition, { coverage }: EvidenceCoverage): boolean {
  return hasFewer(finding, known) && known.needs.every((scope) => coverage(scope) !== 'unavailable');
}

/**
 * Returns an open condition with the parameters, facts and remedy of the latest scan, or undefined
 * if nothing changes. A condition about a file of connectors is updated in each scan. A condition
 * about files or certificates of a store is updated when one of them is fixed. Connectors that are
 * no longer found stay until all evidence about them is available.
 */
function followFinding(finding: Finding, known: Condition, evidence: EvidenceCoverage): Condition | undefined {
  const { groupedBy, parameters, facts, remedy } = finding;
  const { raisedAt, escalation: _, ...stored } = known.facts;
  if (groupedBy !== undefined) {
    const isSame =
      JSON.stringify([parameters, facts, remedy]) === JSON.stringify([known.parameters, stored, known.remedy]);
    if (isSame || !isSeen(finding, known, evidence)) return undefined;
  } else if (!isOfStore(facts) || !isRepaired(finding, known, evidence)) return undefined;
  return { ...known, parameters, facts: raisedAt === undefined ? facts : { ...facts, raisedAt }, remedy };
}

/** The settings of the condition life cycle: the reminder interval, and fields of event records. */
export interface LifePolicy extends Pick<Settings, 'repeatInterval' | 'levels' | 'exchangeProvider'> {
  /** FQDN of the computer. */
  readonly computer: string;
}

interface RecordContent {
  readonly change: Change;
  readonly conditionId: string | undefined;
  readonly parameters: readonly string[];
  readonly facts: Facts;
  readonly remedy: readonly (readonly string[])[];
  readonly level?: EventLevel;
}

function levelOf(event: EventDefinition, { levels }: LifePolicy, own?: EventLevel): EventLevel {
  return levels.get(event.eventId) ?? own ?? event.level;
}

/** Returns an event record with the provider, level and computer of the policy. */
function recordOf(event: EventDefinition, content: RecordContent, policy: LifePolicy, now: Instant): NewEventRecord {
  return {
    providerName: event.provider === 'own' ? OWN_PROVIDER : policy.exchangeProvider || EXCHANGE_PROVIDER,
    eventId: event.eventId,
    version: 0,
    level: levelOf(event, policy),
    timeCreated: now,
    computer: policy.computer,
    ...content,
  };
}

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

/** Returns the record of an event without a duration, such as a start or a clock change. */
export function recordOnce(
  event: EventDefinition,
  parameters: readonly string[],
  facts: Facts,
  policy: LifePolicy,
  now: Instant,
  remedy: NewEventRecord['remedy'] = [],
): NewEventRecord {
  return recordOf(event, { change: 'once', conditionId: undefined, parameters, facts, remedy }, policy, now);
}

/**
 * Returns whether the rule of a condition has no result in this scan. A condition about a failed
 * rule needs a result of that rule.
 */
function isUnknown({ eventId, subject }: Condition, unknown: Evaluation['unknown']): boolean {
  return unknown.has(eventId) || (eventId === ruleFailed.eventId && unknown.has(Number(subject)));
}

/** Returns the needs of a condition about files on disk whose servers have not loaded them yet. */
function settlingNeeds({ needs }: { readonly needs: Needs }, settling: Evaluation['settling']): readonly Scope[] {
  return needs[0].startsWith('probe:') ? [] : needs.filter((scope) => isSettling(scope, settling));
}

/**
 * Returns the needs of a finding, and the earlier needs of its condition that cannot be verified
 * now.
 */
function withUnproven(needs: Needs, before: Condition | undefined, { coverage, settling }: EvidenceCoverage): Needs {
  if (before === undefined) return needs;
  const known = new Set<string>(needs);
  const waiting = new Set<string>(settlingNeeds(before, settling));
  const unproven = before.needs.filter(
    (scope) => !known.has(scope) && (coverage(scope) === 'unavailable' || waiting.has(scope)),
  );
  return unproven.length === 0 ? needs : [needs[0], ...needs.slice(1), ...unproven];
}

/**
 * Returns whether a finding has certificates that the last record of its condition did not list. If
 * that record listed only some of them, the numbers are compared.
 */
function joins({ certificates = [], count = 0 }: Facts, reported: Facts): boolean {
  const { certificates: named = [] } = reported;
  if ((reported.count ?? 0) > named.length) return count > (reported.count ?? 0);
  const known = new Set(named.map(({ thumbprint }) => thumbprint));
  return certificates.some(({ thumbprint }) => !known.has(thumbprint)) || count > named.length;
}

/**
 * Returns whether a finding has files that the last record of its condition did not list. If that
 * record listed only some of them, the numbers are compared.
 */
function hasFurtherFiles({ files = [], count = 0 }: Facts, reported: Facts): boolean {
  const { files: listed = [] } = reported;
  if ((reported.count ?? 0) > listed.length) return count > (reported.count ?? 0);
  const known = new Set(listed.map(({ path }) => path));
  return files.some(({ path }) => !known.has(path)) || count > listed.length;
}

/**
 * Returns how a condition is worse than, or different from, its last record; empty if it is not.
 */
function escalationOf({ facts, step }: Finding, before: Condition, level: EventLevel): readonly Escalation[] {
  const reported = before.facts;
  const known = new Set(reported.connectors);
  const added = facts.connectors?.filter((name) => !known.has(name)) ?? [];
  const escalation: Escalation[] = [];
  if (step > before.step) escalation.push({ kind: 'urgency' });
  if (LEVEL_NUMBERS[level] < LEVEL_NUMBERS[before.level]) escalation.push({ kind: 'level', before: before.level });
  if (added.length > 0) escalation.push({ kind: 'connectors', added });
  // A changed name must be reported, because the last record describes the problem with another
  // name.
  const isReported =
    facts.fqdn === reported.fqdn || (facts.fqdn !== undefined && reported.fqdns?.includes(facts.fqdn) === true);
  // The name is that of the first connector. If that connector is new, its name is not a change.
  const isOfAdded = facts.connectors?.[0] !== undefined && added.includes(facts.connectors[0]);
  if (!isOfAdded && (!isReported || facts.tlsCertificateName !== reported.tlsCertificateName))
    escalation.push({ kind: 'name', before: reported.tlsCertificateName ?? reported.fqdn ?? '' });
  if (facts.files !== undefined) {
    if (hasFurtherFiles(facts, reported)) escalation.push({ kind: 'files', before: reported.count ?? 0 });
  } else if (joins(facts, reported))
    escalation.push({ kind: 'certificates', before: reported.count ?? reported.certificates?.length ?? 0 });
  return escalation;
}

/**
 * Returns the change that a finding makes to its condition, or undefined if there is none to
 * report.
 */
function changeOf(
  finding: Finding,
  before: Condition | undefined,
  level: EventLevel,
  policy: LifePolicy,
  now: Instant,
): { readonly change: Change; readonly facts: Facts } | undefined {
  if (before === undefined) return { change: 'raised', facts: finding.facts };
  const facts = { ...keepUnlisted(finding, before.facts), raisedAt: before.raisedAt };
  const escalation = escalationOf(finding, before, level);
  const isRepeatable = now - before.notifiedAt >= policy.repeatInterval;
  // New certificates are reported together at the reminder interval, because some stores get them
  // all day.
  const isOnlyJoined = escalation.every(({ kind }) => kind === 'certificates');
  if (escalation.length > 0 && (isRepeatable || !isOnlyJoined))
    return { change: 'escalated', facts: { ...facts, escalation } };
  const isDue = level !== 'Information' && isRepeatable;
  return isDue ? { change: 'repeated', facts } : undefined;
}

/** Returns whether a condition needs files or inventories that are unavailable. */
function hasUnavailableFiles({ needs }: Condition, coverage: Coverage): boolean {
  return needs.some((scope) => !scope.startsWith('probe:') && coverage(scope) === 'unavailable');
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
  { findings, unknown, undecided, settling, apart = new Set() }: Evaluation,
  coverage: Coverage,
  proof: Proof,
  policy: LifePolicy,
  now: Instant,
): Advanced {
  const before = new Map(
    open.map((condition) => [conditionIdentityOf(condition.eventId, condition.subject), condition]),
  );
  const after = new Map<string, Condition>();
  const records: NewEventRecord[] = [];
  const followed = new Set<string>();

  const grouped = groupFindings(findings, open);
  const found = new Set(grouped.map(({ event, subject }) => conditionIdentityOf(event.eventId, subject)));
  const unverified = open.filter(
    (condition) =>
      !found.has(conditionIdentityOf(condition.eventId, condition.subject)) && hasUnavailableFiles(condition, coverage),
  );
  for (const finding of grouped) {
    const { event, subject, parameters, remedy, step, level: own } = finding;
    const key = conditionIdentityOf(event.eventId, subject);
    if (after.has(key)) continue;
    const known = before.get(key);
    const isReported =
      isReportedByOpen(finding, unverified, apart) || isReportedByUndecided(finding, before, undecided);
    if (known === undefined && isReported) continue;
    const needs = withUnproven(finding.needs, known, { coverage, settling });
    const level = levelOf(event, policy, own);
    const update = changeOf(finding, known, level, policy, now);
    const conditionId = known?.conditionId ?? `${policy.computer}/${event.eventId}/${subject}/${now}`;
    if (known !== undefined && update === undefined) {
      // New certificates are reported later. Until then, the condition keeps its reported content.
      const isFollowed = !undecided?.has(key) && escalationOf(finding, known, level).length === 0;
      const latest = isFollowed ? followFinding(finding, known, { coverage, settling }) : undefined;
      if (latest !== undefined) followed.add(known.conditionId);
      // After a wrong clock is corrected, `notifiedAt` must not stay in the future and delay
      // reminders.
      after.set(key, { ...(latest ?? known), needs, step, level, notifiedAt: Math.min(known.notifiedAt, now) });
      continue;
    }
    const { change, facts } = update ?? { change: 'raised', facts: finding.facts };
    const content = { parameters, facts, remedy };
    const raisedAt = known?.raisedAt ?? now;
    after.set(key, {
      conditionId,
      eventId: event.eventId,
      subject,
      needs,
      step,
      level,
      raisedAt,
      notifiedAt: now,
      ...content,
    });
    records.push(recordOf(event, { change, conditionId, ...content, level }, policy, now));
  }

  for (const [key, condition] of before) {
    if (after.has(key)) continue;
    const isKnown =
      !isUnknown(condition, unknown) && !undecided?.has(key) && settlingNeeds(condition, settling).length === 0;
    const proven = isKnown && condition.needs.every((scope) => coverage(scope) !== 'unavailable');
    if (!proven) {
      after.set(key, condition);
      continue;
    }
    const { eventId, subject, conditionId, raisedAt, level } = condition;
    const { raisedAt: _, escalation: __, ...facts } = condition.facts;
    const seconds = Math.max(0, Math.floor((now - raisedAt) / SECOND));
    const cleared = { eventId, raisedAt, level, evidence: proof(condition) };
    records.push(
      recordOf(
        conditionCleared,
        {
          change: 'cleared',
          conditionId,
          parameters: [String(eventId), subject, String(seconds)],
          facts: { ...facts, cleared },
          remedy: [],
        },
        policy,
        now,
      ),
    );
  }
  return { records, open: [...after.values()], followed };
}
