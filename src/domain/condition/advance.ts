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
import type { Proof } from './proof.ts';

/** What the evidence of a scan covers, and the connectors whose servers have not loaded their files yet. */
interface EvidenceCoverage {
  readonly settling: Evaluation['settling'];
  readonly coverage: Coverage;
}

/**
 * Returns whether all evidence is available about the connectors that are no longer found. The
 * probes of the connectors that are still found do not matter.
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
    (scope) => probes.has(scope) || (coverage(scope) !== 'blind' && !isSettling(scope, settling)),
  );
}

/** Returns whether a finding is about the files or certificates of a store that it counts. */
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

/** Returns whether the evidence of an open condition shows what a finding no longer has. */
function isRepaired(finding: Finding, known: Condition, { coverage }: EvidenceCoverage): boolean {
  return hasFewer(finding, known) && known.needs.every((scope) => coverage(scope) !== 'blind');
}

/**
 * Returns an open condition with the parameters, facts and remedy of the latest scan; undefined: it
 * stays as it is. A condition about a file of connectors follows each scan. A condition about files
 * or certificates of a store follows when one of them is repaired. What is no longer found stays
 * until all evidence about it is available.
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

/** How life goes on: how often what is open is told again, and how records are to be addressed. */
export interface LifePolicy extends Pick<Settings, 'repeatInterval' | 'levels' | 'exchangeProvider'> {
  /** The computer's FQDN. */
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

/** A record of an event, at an instant, as the policy addresses it. */
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
   * The IDs of open conditions that changed without a record: their parameters, facts and remedy
   * are those of this scan.
   */
  readonly followed: ReadonlySet<string>;
}

/** A record of something that has no duration: started, installed, the clock stepped. */
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

/** Whether the rule behind a condition said nothing in this pass. That a rule failed is over only when that rule has run. */
function isUnknown({ eventId, subject }: Condition, unknown: Evaluation['unknown']): boolean {
  return unknown.has(eventId) || (eventId === ruleFailed.eventId && unknown.has(Number(subject)));
}

/** Returns the needs of a condition about files on disk whose servers were seen not to have loaded them yet. */
function settlingNeeds({ needs }: { readonly needs: Needs }, settling: Evaluation['settling']): readonly Scope[] {
  return needs[0].startsWith('probe:') ? [] : needs.filter((scope) => isSettling(scope, settling));
}

/**
 * Returns the needs of a finding, and those earlier needs of its condition that prove nothing now: these
 * stay until they can be verified.
 */
function withUnproven(needs: Needs, before: Condition | undefined, { coverage, settling }: EvidenceCoverage): Needs {
  if (before === undefined) return needs;
  const waiting = settlingNeeds(before, settling);
  const unproven = before.needs.filter(
    (scope) => !needs.includes(scope) && (coverage(scope) === 'blind' || waiting.includes(scope)),
  );
  return unproven.length === 0 ? needs : [needs[0], ...needs.slice(1), ...unproven];
}

/** Whether certificates are among those a finding is about that were not when it was told; of the unnamed, by their number. */
function joins({ certificates = [], count = 0 }: Facts, told: Facts): boolean {
  const { certificates: named = [] } = told;
  if ((told.count ?? 0) > named.length) return count > (told.count ?? 0);
  const known = new Set(named.map(({ thumbprint }) => thumbprint));
  return certificates.some(({ thumbprint }) => !known.has(thumbprint)) || count > named.length;
}

/** Whether there are files in a finding that its condition did not list; where not all are listed, their number decides. */
function hasFurtherFiles({ files = [], count = 0 }: Facts, told: Facts): boolean {
  const { files: listed = [] } = told;
  if ((told.count ?? 0) > listed.length) return count > (told.count ?? 0);
  const known = new Set(listed.map(({ path }) => path));
  return files.some(({ path }) => !known.has(path)) || count > listed.length;
}

/** What of a condition is worse than it was told, or is not what was told; empty: nothing. */
function escalationOf({ facts, step }: Finding, before: Condition, level: EventLevel): readonly Escalation[] {
  const told = before.facts;
  const added = facts.connectors?.filter((name) => !told.connectors?.includes(name)) ?? [];
  const escalation: Escalation[] = [];
  if (step > before.step) escalation.push({ kind: 'urgency' });
  if (LEVEL_NUMBERS[level] < LEVEL_NUMBERS[before.level]) escalation.push({ kind: 'level', before: before.level });
  if (added.length > 0) escalation.push({ kind: 'connectors', added });
  // Another name than the one that was told: what stands in the log is not what is wrong.
  const isTold = facts.fqdn === told.fqdn || (facts.fqdn !== undefined && told.fqdns?.includes(facts.fqdn) === true);
  // The name is that of the first connector: the name of an added one is no other name.
  const isOfAdded = facts.connectors?.[0] !== undefined && added.includes(facts.connectors[0]);
  if (!isOfAdded && (!isTold || facts.tlsCertificateName !== told.tlsCertificateName))
    escalation.push({ kind: 'name', before: told.tlsCertificateName ?? told.fqdn ?? '' });
  if (facts.files !== undefined) {
    if (hasFurtherFiles(facts, told)) escalation.push({ kind: 'files', before: told.count ?? 0 });
  } else if (joins(facts, told))
    escalation.push({ kind: 'certificates', before: told.count ?? told.certificates?.length ?? 0 });
  return escalation;
}

/** What a finding does to the condition it belongs to, and what is told of that; undefined: nothing that is told. */
function changeOf(
  finding: Finding,
  before: Condition | undefined,
  level: EventLevel,
  policy: LifePolicy,
  now: Instant,
): { readonly change: Change; readonly facts: Facts } | undefined {
  if (before === undefined) return { change: 'raised', facts: finding.facts };
  const facts = { ...finding.facts, raisedAt: before.raisedAt };
  const escalation = escalationOf(finding, before, level);
  const isRepeatable = now - before.toldAt >= policy.repeatInterval;
  // Where certificates come and go all day, each new one would be an escalation: they are reported together.
  const isOnlyJoined = escalation.every(({ kind }) => kind === 'certificates');
  if (escalation.length > 0 && (isRepeatable || !isOnlyJoined))
    return { change: 'escalated', facts: { ...facts, escalation } };
  const isDue = level !== 'Information' && isRepeatable;
  return isDue ? { change: 'repeated', facts } : undefined;
}

/**
 * The life of conditions, pure: raised, repeated, escalated, cleared. One is cleared if and only if its finding is absent,
 * its rule ran and was not undecided about it, every scope in its needs is seen or gone, and no server that it is about may still
 * be about to load what is on disk.
 */
export function advance(
  open: readonly Condition[],
  { findings, unknown, undecided, settling }: Evaluation,
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

  for (const finding of groupFindings(findings, open)) {
    const { event, subject, parameters, remedy, step, level: own } = finding;
    const key = conditionIdentityOf(event.eventId, subject);
    if (after.has(key)) continue;
    const known = before.get(key);
    const needs = withUnproven(finding.needs, known, { coverage, settling });
    const level = levelOf(event, policy, own);
    const told = changeOf(finding, known, level, policy, now);
    const conditionId = known?.conditionId ?? `${policy.computer}/${event.eventId}/${subject}/${now}`;
    if (known !== undefined && told === undefined) {
      // Certificates that joined are reported later: until then, the condition has what was reported.
      const isFollowed = !undecided?.has(key) && escalationOf(finding, known, level).length === 0;
      const latest = isFollowed ? followFinding(finding, known, { coverage, settling }) : undefined;
      if (latest !== undefined) followed.add(known.conditionId);
      // A clock that was ahead must not silence the reminders until it is there again.
      after.set(key, { ...(latest ?? known), needs, step, level, toldAt: Math.min(known.toldAt, now) });
      continue;
    }
    const { change, facts } = told ?? { change: 'raised', facts: finding.facts };
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
      toldAt: now,
      ...content,
    });
    records.push(recordOf(event, { change, conditionId, ...content, level }, policy, now));
  }

  for (const [key, condition] of before) {
    if (after.has(key)) continue;
    const isKnown =
      !isUnknown(condition, unknown) && !undecided?.has(key) && settlingNeeds(condition, settling).length === 0;
    const proven = isKnown && condition.needs.every((scope) => coverage(scope) !== 'blind');
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
