import type { Settings } from '../assessment/settings.ts';
import { conditionCleared } from '../event/catalog/condition-cleared.ts';
import { ruleFailed } from '../event/catalog/rule-failed.ts';
import {
  type EventDefinition,
  type EventLevel,
  EXCHANGE_PROVIDER,
  LEVEL_NUMBERS,
  MAILCERTD_PROVIDER,
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
function isEvidenceAvailable(
  { facts: { connectors = [] } }: Finding,
  condition: Condition,
  { coverage, settling }: EvidenceCoverage,
): boolean {
  const foundConnectors = new Set(connectors);
  if (condition.facts.connectors?.every((name) => foundConnectors.has(name)) !== false) return true;
  const probes = new Set(connectors.map((name): Scope => `probe:${name}`));
  return condition.needs.every(
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
  { facts: previous }: Condition,
): boolean {
  if (count < (previous.count ?? 0)) return true;
  const members = new Set([...certificates.map(({ thumbprint }) => thumbprint), ...files.map(({ path }) => path)]);
  const previousMembers = [
    ...(previous.certificates ?? []).map(({ thumbprint }) => thumbprint),
    ...(previous.files ?? []).map(({ path }) => path),
  ];
  return previousMembers.some((member) => !members.has(member));
}

/**
 * Returns whether files or certificates of a condition were fixed, and all its evidence is
 * available.
 */
function isRepaired(finding: Finding, condition: Condition, { coverage }: EvidenceCoverage): boolean {
  return hasFewer(finding, condition) && condition.needs.every((scope) => coverage(scope) !== 'unavailable');
}

/**
 * Returns an open condition with the parameters, facts and remedy of the latest scan, or undefined
 * if nothing changes. A condition about a file of connectors is updated in each scan. A condition
 * about files or certificates of a store is updated when one of them is fixed. Connectors that are
 * no longer found stay until all evidence about them is available.
 */
function followFinding(finding: Finding, condition: Condition, evidence: EvidenceCoverage): Condition | undefined {
  const { groupedBy, parameters, facts, remedy } = finding;
  const { raisedAt, escalation: _, ...stored } = condition.facts;
  if (groupedBy !== undefined) {
    const isSame =
      JSON.stringify([parameters, facts, remedy]) === JSON.stringify([condition.parameters, stored, condition.remedy]);
    if (isSame || !isEvidenceAvailable(finding, condition, evidence)) return undefined;
  } else if (!isOfStore(facts) || !isRepaired(finding, condition, evidence)) return undefined;
  return { ...condition, parameters, facts: raisedAt === undefined ? facts : { ...facts, raisedAt }, remedy };
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

function levelOf(event: EventDefinition, { levels }: LifePolicy, findingLevel?: EventLevel): EventLevel {
  return levels.get(event.eventId) ?? findingLevel ?? event.level;
}

/** Returns an event record with the provider, level and computer of the policy. */
function recordOf(event: EventDefinition, content: RecordContent, policy: LifePolicy, now: Instant): NewEventRecord {
  return {
    providerName: event.provider === 'own' ? MAILCERTD_PROVIDER : policy.exchangeProvider || EXCHANGE_PROVIDER,
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
function withUnproven(needs: Needs, previous: Condition | undefined, { coverage, settling }: EvidenceCoverage): Needs {
  if (previous === undefined) return needs;
  const scopes = new Set<string>(needs);
  const waiting = new Set<string>(settlingNeeds(previous, settling));
  const unproven = previous.needs.filter(
    (scope) => !scopes.has(scope) && (coverage(scope) === 'unavailable' || waiting.has(scope)),
  );
  return unproven.length === 0 ? needs : [needs[0], ...needs.slice(1), ...unproven];
}

/**
 * Returns whether a finding has certificates that the last record of its condition did not list. If
 * that record listed only some of them, the numbers are compared.
 */
function hasFurtherCertificates({ certificates = [], count = 0 }: Facts, reported: Facts): boolean {
  const { certificates: listed = [] } = reported;
  if ((reported.count ?? 0) > listed.length) return count > (reported.count ?? 0);
  const thumbprints = new Set(listed.map(({ thumbprint }) => thumbprint));
  return certificates.some(({ thumbprint }) => !thumbprints.has(thumbprint)) || count > listed.length;
}

/**
 * Returns whether a finding has files that the last record of its condition did not list. If that
 * record listed only some of them, the numbers are compared.
 */
function hasFurtherFiles({ files = [], count = 0 }: Facts, reported: Facts): boolean {
  const { files: listed = [] } = reported;
  if ((reported.count ?? 0) > listed.length) return count > (reported.count ?? 0);
  const paths = new Set(listed.map(({ path }) => path));
  return files.some(({ path }) => !paths.has(path)) || count > listed.length;
}

/**
 * Returns how a condition is worse than, or different from, its last record; empty if it is not.
 */
function escalationOf({ facts, step }: Finding, previous: Condition, level: EventLevel): readonly Escalation[] {
  const reported = previous.facts;
  const previousConnectors = new Set(reported.connectors);
  const added = facts.connectors?.filter((name) => !previousConnectors.has(name)) ?? [];
  const escalation: Escalation[] = [];
  if (step > previous.step) escalation.push({ kind: 'urgency' });
  if (LEVEL_NUMBERS[level] < LEVEL_NUMBERS[previous.level]) escalation.push({ kind: 'level', before: previous.level });
  if (added.length > 0) escalation.push({ kind: 'connectors', added });
  // A changed name must be reported, because the last record describes the problem with another
  // name.
  const isReported =
    facts.fqdn === reported.fqdn || (facts.fqdn !== undefined && reported.fqdns?.includes(facts.fqdn) === true);
  // The name is that of the first connector. If that connector is new, its name is not a change.
  const isNameOfAdded = facts.connectors?.[0] !== undefined && added.includes(facts.connectors[0]);
  if (!isNameOfAdded && (!isReported || facts.tlsCertificateName !== reported.tlsCertificateName))
    escalation.push({ kind: 'name', before: reported.tlsCertificateName ?? reported.fqdn ?? '' });
  if (facts.files !== undefined) {
    if (hasFurtherFiles(facts, reported)) escalation.push({ kind: 'files', before: reported.count ?? 0 });
  } else if (hasFurtherCertificates(facts, reported))
    escalation.push({ kind: 'certificates', before: reported.count ?? reported.certificates?.length ?? 0 });
  return escalation;
}

/**
 * Returns the change that a finding makes to its condition, or undefined if there is none to
 * report.
 */
function changeOf(
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
  { findings, unknown, undecided, settling, notServingDisk = new Set() }: Evaluation,
  coverage: Coverage,
  proof: Proof,
  policy: LifePolicy,
  now: Instant,
): Advanced {
  const previousByKey = new Map(
    open.map((condition) => [conditionIdentityOf(condition.eventId, condition.subject), condition]),
  );
  const after = new Map<string, Condition>();
  const records: NewEventRecord[] = [];
  const followed = new Set<string>();

  const grouped = groupFindings(findings, open);
  const foundKeys = new Set(grouped.map(({ event, subject }) => conditionIdentityOf(event.eventId, subject)));
  const unverified = open.filter(
    (condition) =>
      !foundKeys.has(conditionIdentityOf(condition.eventId, condition.subject)) &&
      hasUnavailableFiles(condition, coverage),
  );
  for (const finding of grouped) {
    const { event, subject, parameters, remedy, step, level: findingLevel } = finding;
    const key = conditionIdentityOf(event.eventId, subject);
    if (after.has(key)) continue;
    const previous = previousByKey.get(key);
    const isReported =
      isReportedByOpen(finding, unverified, notServingDisk) || isReportedByUndecided(finding, previousByKey, undecided);
    if (previous === undefined && isReported) continue;
    const needs = withUnproven(finding.needs, previous, { coverage, settling });
    const level = levelOf(event, policy, findingLevel);
    const update = changeOf(finding, previous, level, policy, now);
    const conditionId = previous?.conditionId ?? `${policy.computer}/${event.eventId}/${subject}/${now}`;
    if (previous !== undefined && update === undefined) {
      // New certificates are reported later. Until then, the condition keeps its reported content.
      const isFollowed = !undecided?.has(key) && escalationOf(finding, previous, level).length === 0;
      const latest = isFollowed ? followFinding(finding, previous, { coverage, settling }) : undefined;
      if (latest !== undefined) followed.add(previous.conditionId);
      // After a wrong clock is corrected, `notifiedAt` must not stay in the future and delay
      // reminders.
      after.set(key, { ...(latest ?? previous), needs, step, level, notifiedAt: Math.min(previous.notifiedAt, now) });
      continue;
    }
    const { change, facts } = update ?? { change: 'raised', facts: finding.facts };
    const content = { parameters, facts, remedy };
    const raisedAt = previous?.raisedAt ?? now;
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

  for (const [key, condition] of previousByKey) {
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
