import { expect } from 'vitest';
import type { Condition } from '../../src/domain/condition/condition.ts';
import { groupFindings } from '../../src/domain/condition/group-findings.ts';
import { storesOf } from '../../src/domain/connector/certificate-file.ts';
import type { FactsByName } from '../../src/domain/event/data/facts-by-name.ts';
import { connectorsAwaitingReload } from '../../src/domain/evidence/connectors-awaiting-reload.ts';
import type { Finding } from '../../src/domain/evidence/finding.ts';
import { fileScopesOf } from '../../src/domain/evidence/selected-certificates.ts';
import { ALL_RULES } from '../../src/domain/rule/all.ts';
import { keyOf, type Lived } from './lives.ts';

const TIMED_EVENTS: ReadonlySet<number> = new Set(
  ALL_RULES.filter(({ isSkippedDuringClockChangeOrRenewal }) => isSkippedDuringClockChangeOrRenewal).map(
    ({ event }) => event.eventId,
  ),
);

const findingKey = ({ event, subject }: Finding): string => `${event.eventId} ${subject}`;
/** Returns the findings as conditions: one for each certificate file. */
const groupsOf = ({ findings, before }: Lived): readonly Finding[] => groupFindings(findings, before);

/**
 * Returns the key of the condition that an event 1900 (condition cleared) with these parameters is
 * about.
 */
export const clearedKey = (parameters: readonly string[]): string => `${parameters[0]} ${parameters[1]}`;

/** Returns whether verdicts about time wait for another scan. */
const isWaiting = ({ world, awaitsKey }: Lived): boolean => world.clockStepMs !== 0 || awaitsKey === true;

/**
 * Returns whether the rule of an event ran in this scan: it neither threw nor waited for the clock
 * or a key.
 */
function ranRule(eventId: number, lived: Lived): boolean {
  return !lived.failing.includes(eventId) && !(isWaiting(lived) && TIMED_EVENTS.has(eventId));
}

/**
 * Returns whether the rule of a condition ran. For a condition about a failed rule: whether that
 * rule was called.
 */
function ran({ eventId, subject }: Condition, lived: Lived): boolean {
  if (eventId !== 1107) return ranRule(eventId, lived);
  return !(isWaiting(lived) && TIMED_EVENTS.has(Number(subject)));
}

/** Returns the events of the rules that threw in this scan. */
const thrown = (lived: Lived): readonly number[] =>
  lived.failing.filter((eventId) => !isWaiting(lived) || !TIMED_EVENTS.has(eventId));

/**
 * Returns the coverage of a scope. A probe that is older than a change of its connector covers
 * nothing.
 */
function coverageIn({ expected, assessment }: Lived): (scope: string) => 'available' | 'unavailable' | 'gone' {
  return (scope) => {
    const isOutdated =
      scope.startsWith('probe:') && assessment?.outdatedConnectors.has(scope.slice('probe:'.length)) === true;
    return isOutdated && expected.of(scope) === 'available' ? 'unavailable' : expected.of(scope);
  };
}

/**
 * Returns whether a condition about certificates on disk waits for a server that has not loaded the
 * file yet.
 */
function isAwaitingReload({ needs }: Condition, { assessment }: Lived): boolean {
  if (assessment === undefined || needs[0].startsWith('probe:')) return false;
  const awaitingReload = connectorsAwaitingReload(assessment);
  return needs.some((scope) => scope.startsWith('probe:') && awaitingReload.has(scope.slice('probe:'.length)));
}

/**
 * Law 1: a condition is cleared if and only if its finding is absent and its rule ran with a
 * result. All that it needs must be available or removed, and no server may still have to load the
 * file.
 */
export function clearsOnEvidence(lived: Lived): void {
  const { before, after, undecided } = lived;
  const coverage = coverageIn(lived);
  const found = new Set([...groupsOf(lived).map(findingKey), ...thrown(lived).map((eventId) => `1107 ${eventId}`)]);
  const stillOpen = new Set(after.map(keyOf));
  for (const condition of before) {
    const proven = condition.needs.every((scope) => coverage(scope) !== 'unavailable');
    const isDecided = undecided?.has(keyOf(condition)) !== true && !isAwaitingReload(condition, lived);
    const over = !found.has(keyOf(condition)) && ran(condition, lived) && isDecided && proven;
    expect([keyOf(condition), stillOpen.has(keyOf(condition))]).toEqual([keyOf(condition), !over]);
  }
}

/** Law 1: each cleared condition has exactly one event 1900, which names the evidence. */
export function reportsCleared({ before, after, records, world }: Lived): void {
  const still = new Set(after.map(keyOf));
  const cleared = records.filter(({ change }) => change === 'cleared');
  const gone = before.filter((condition) => !still.has(keyOf(condition)));
  expect(cleared.map(({ parameters }) => clearedKey(parameters)).sort()).toEqual(gone.map(keyOf).sort());
  for (const { facts, eventId } of cleared) {
    expect(eventId).toBe(1900);
    const { scope = '', at = 0 } = facts.cleared?.evidence ?? {};
    expect(scope).toMatch(/^(store|inventory|connector|probe):./);
    // Servers are probed between the scans.
    const result = world.endpoints.get(scope.replace('probe:', ''));
    expect(at).toBe(result?.kind === 'available' ? result.at : world.now);
  }
}

/**
 * Law 2: nothing is reported as absent while an unavailable object may contain it. An empty store
 * may still contain what it contained before.
 */
export function claimsOnlyServed({ findings, expected, world }: Lived): void {
  // Events about served certificates are not about absent ones.
  const absences = findings.filter(
    ({ event, clearingNeeds: needs }) =>
      [1200, 1203, 1303, 1305, 12013, 12022, 12023].includes(event.eventId) &&
      !needs.some((need) => need.startsWith('probe:')),
  );
  for (const { parameters } of findings.filter(({ event }) => event.eventId === 12014)) {
    const [name = '', connector, fqdn = ''] = parameters;
    const files = fileScopesOf(expected.named.connectors.filter((each) => each.name === connector));
    const areStoresHidden = name === fqdn ? expected.mayHide(fqdn) : !expected.allStoresTrusted;
    const isHidden = files.length > 0 ? files.some((scope) => expected.of(scope) !== 'available') : areStoresHidden;
    expect([isHidden, expected.inventorySeen]).toEqual([false, true]);
  }
  for (const { event, facts } of findings) {
    if (event.eventId !== 1401 && event.eventId !== 1402) continue;
    const result = world.endpoints.get(facts.connector ?? '');
    const answering =
      result?.kind === 'available' ? result.value.filter(({ conversation }) => conversation.kind === 'available') : [];
    expect(answering.length).toBeGreaterThan(0);
  }
  if (absences.length > 0) expect([expected.allStoresTrusted, expected.inventorySeen]).toEqual([true, true]);
}

/** Law 2: each store that cannot be read is reported. */
export function reportsUnavailable({ findings, world, expected, failing }: Lived): void {
  if (failing.includes(1100)) return;
  const unreadable = storesOf(expected.named).filter(
    ({ name }) => world.unavailable.includes(name) && !world.unscanned.includes(name),
  );
  const events = findings.filter(({ event }) => event.eventId === 1100).map(({ subject }) => subject);
  expect(events).toEqual(unreadable.map(({ name }) => name));
}

/**
 * Law 4: a condition is cleared as removed only if an available inventory no longer names the
 * object. It is cleared as expired only if it was about the coming expiry.
 */
export function isGoneOnlyUnnamed({ records, world, expected, before }: Lived): void {
  for (const { facts, conditionId } of records) {
    const needs = before.find((condition) => condition.conditionId === conditionId)?.needs ?? [];
    // Some of the conditions of the record may be resolved before.
    const probed = needs.flatMap((need) => (need.startsWith('probe:') ? [need.slice('probe:'.length)] : []));
    if (facts.cleared?.evidence.reason === 'connector-removed') {
      const events = facts.connector === undefined ? (facts.connectors ?? []) : [facts.connector];
      const named = probed.length > 0 ? probed : events;
      expect(expected.inventorySeen).toBe(true);
      expect(world.connectors.filter(({ name }) => named.includes(name))).toEqual([]);
    }
    if (facts.cleared?.evidence.reason === 'not-probed') {
      expect(expected.inventorySeen).toBe(true);
      expect(probed.filter((name) => expected.isProbed(name))).toEqual([]);
      // Otherwise the connectors are removed or off.
      expect(world.connectors.some(({ name, enabled, starttls }) => probed.includes(name) && enabled && starttls)).toBe(
        true,
      );
    }
    if (facts.cleared?.evidence.reason === 'connector-off') {
      expect(expected.inventorySeen).toBe(true);
      if (needs[0]?.startsWith('probe:')) expect(probed.filter((name) => expected.isProbed(name))).toEqual([]);
    }
    if (facts.cleared?.evidence.reason === 'store-removed') {
      expect(expected.inventorySeen).toBe(true);
      expect(world.stores.map(({ name }) => name)).not.toContain(facts.store);
    }
    if (facts.cleared?.evidence.reason === 'expired') {
      expect([12017, 12018, 1404, 1406, 1407]).toContain(facts.cleared.eventId);
      expect(world.now).toBeGreaterThan(facts.notAfter ?? Number.POSITIVE_INFINITY);
    }
  }
}

/** Law 5: a rule that throws is reported. It clears no condition of its event, and raises none. */
export function survivesThrowing(lived: Lived): void {
  const { before, after, records, failing } = lived;
  for (const eventId of failing) {
    const own = ({ eventId: id }: Condition): boolean => id === eventId;
    expect(after.filter(own)).toEqual(before.filter(own));
    expect(records.filter((record) => record.eventId === eventId)).toEqual([]);
  }
  for (const eventId of thrown(lived)) expect(after.map(keyOf)).toContain(`1107 ${eventId}`);
}

const EXPIRED: readonly number[] = [12015, 12016, 12019, 12020, 1300, 1403];
const SOON: readonly number[] = [12017, 12018, 1301, 1404];

/** Returns the thumbprints in the events with these numbers. */
function aboutWhich(
  ids: readonly number[],
  said: readonly { readonly eventId: number; readonly facts: FactsByName }[],
): readonly string[] {
  return said
    .filter(({ eventId }) => ids.includes(eventId))
    .flatMap(({ facts: { thumbprint, certificates = [] } }) =>
      thumbprint === undefined ? certificates.map((each) => each.thumbprint) : [thumbprint],
    );
}

/**
 * Checks that no certificate is both expired and expiring in the findings, nor in the open
 * conditions once all is available. Conditions that wait for a probe after a change stay open until
 * then.
 */
export function neverExpiredAndSoon(lived: Lived): void {
  const { findings, after, expected, failing, undecided } = lived;
  const found = findings.map(({ event, facts }) => ({ eventId: event.eventId, facts }));
  const expired = aboutWhich(EXPIRED, found);
  expect(aboutWhich(SOON, found).filter((thumbprint) => expired.includes(thumbprint))).toEqual([]);
  const isAllSeen = expected.allStoresTrusted && expected.inventorySeen && expected.allProbesSeen;
  if (!isAllSeen || failing.length > 0 || isWaiting(lived)) return;
  const coverage = coverageIn(lived);
  const decided = after.filter(
    (condition) =>
      condition.needs.every((scope) => coverage(scope) !== 'unavailable') &&
      undecided?.has(keyOf(condition)) !== true &&
      !isAwaitingReload(condition, lived),
  );
  // An event about a whole store keeps the content of its last record.
  const open = (ids: readonly number[]): readonly string[] =>
    aboutWhich(
      ids.filter((id) => id >= 12000),
      decided,
    );
  expect(open(SOON).filter((thumbprint) => open(EXPIRED).includes(thumbprint))).toEqual([]);
}

/** Checks that a scan waits for a key only if a key is missing or differs, and only once. */
export class AwaitsKeyOnce {
  #before: Lived | undefined;

  check(lived: Lived): void {
    if (lived.awaitsKey) {
      const { certificates } = lived.world;
      expect(certificates.some(({ key }) => key.kind === 'missing' || key.kind === 'differs')).toBe(true);
      const isSame =
        this.#before?.world.certificates === certificates && this.#before.world.unavailable === lived.world.unavailable;
      expect(isSame && this.#before?.awaitsKey).not.toBe(true);
    }
    this.#before = lived;
  }
}

/** Checks that no connector has both event 12014 and event 12016. */
export function neverMissingAndExpired({ findings }: Lived): void {
  const missing = findings.filter(({ event }) => event.eventId === 12014).map(({ facts }) => facts.connector);
  const expired = findings.flatMap(({ event, facts }) => (event.eventId === 12016 ? (facts.connectors ?? []) : []));
  expect(expired.filter((name) => missing.includes(name))).toEqual([]);
}

const connectorsOf = ({ connector, connectors = [] }: FactsByName): readonly string[] =>
  connector === undefined ? connectors : [connector];

/**
 * Returns whether a finding about a server may raise nothing. This is so if an open condition about
 * its connectors was not found again, because its files are unavailable.
 */
function mayBeReported({ facts, clearingNeeds: needs }: Finding, lived: Lived): boolean {
  const found = new Set(groupsOf(lived).map(findingKey));
  const coverage = coverageIn(lived);
  return (
    needs[0].startsWith('probe:') &&
    lived.before.some((condition) => {
      const known = connectorsOf(condition.facts);
      const isUnverified = condition.needs.some(
        (need) => !need.startsWith('probe:') && coverage(need) === 'unavailable',
      );
      return isUnverified && !found.has(keyOf(condition)) && connectorsOf(facts).every((name) => known.includes(name));
    })
  );
}

/**
 * Checks that each finding is an open condition with its urgency and its needs, and with the earlier
 * needs that are unavailable now. A new finding may be reported by another condition instead.
 */
export function opensWhatIsFound(lived: Lived): void {
  const { before, after } = lived;
  const coverage = coverageIn(lived);
  const [open, known] = [after, before].map((all) => new Map(all.map((condition) => [keyOf(condition), condition])));
  const first = new Map(
    groupsOf(lived)
      .toReversed()
      .map((finding) => [findingKey(finding), finding]),
  );
  for (const [key, finding] of first) {
    if (!known?.has(key) && open?.get(key) === undefined && mayBeReported(finding, lived)) continue;
    const { clearingNeeds: needs, urgency = 0 } = finding;
    const hidden = (known?.get(key)?.needs ?? []).filter(
      (scope) => coverage(scope) === 'unavailable' && !needs.includes(scope),
    );
    expect(open?.get(key)).toMatchObject({ needs: [...needs, ...hidden], urgency });
  }
}

/** No condition is repeated before its interval, and each Warning or Error is repeated after it. */
export class RepeatsInTime {
  readonly #interval: number;
  readonly #lastReported: Map<string, number> = new Map();

  constructor(interval: number) {
    this.#interval = interval;
  }

  check(lived: Lived): void {
    const { records, world, after } = lived;
    // A clock that is set back must not delay reminders: the interval then counts from the new
    // time.
    for (const [conditionId, at] of this.#lastReported) this.#lastReported.set(conditionId, Math.min(at, world.now));
    for (const { change, conditionId = '', timeCreated } of records) {
      if (change === 'repeated') {
        const before = this.#lastReported.get(conditionId) ?? timeCreated;
        expect(timeCreated - before).toBeGreaterThanOrEqual(this.#interval);
      }
      this.#lastReported.set(conditionId, timeCreated);
    }
    const found = new Set(groupsOf(lived).map(findingKey));
    for (const condition of after) {
      if (!found.has(keyOf(condition)) || condition.level === 'Information') continue;
      const silent = world.now - condition.notifiedAt;
      expect(silent).toBeLessThan(this.#interval);
      expect(silent).toBeGreaterThanOrEqual(0);
    }
  }
}

/** Returns the pairs of connector and thumbprint in the events with these numbers. */
function pairs(ids: readonly number[], { findings }: Lived): readonly string[] {
  return findings
    .filter(({ event }) => ids.includes(event.eventId))
    .flatMap(({ facts: { thumbprint = '', connector, connectors = [] } }) =>
      [...connectors, ...(connector === undefined ? [] : [connector])].map((name) => `${name} ${thumbprint}`),
    );
}

/**
 * Checks that only one event reports the expiry of a connector's certificate, and only one why a
 * connector has none.
 */
export function reportsOnce(lived: Lived): void {
  const { expected, world } = lived;
  const isOwn = (pair: string): boolean => !pair.startsWith('To Internet ');
  const ends = [1403, 1404, 1406, 12016, 12018].flatMap((id) => pairs([id], lived)).filter(isOwn);
  expect(ends.toSorted()).toEqual([...new Set(ends)].toSorted());
  const theirs = [1403, 1404, 12019, 12020].flatMap((id) => pairs([id], lived)).filter((pair) => !isOwn(pair));
  expect(theirs.toSorted()).toEqual([...new Set(theirs)].toSorted());
  const nothing = lived.findings.filter(({ event }) => event.eventId === 12014).map(({ facts }) => facts.connector);
  for (const { event, facts } of lived.findings) {
    if ((event.eventId !== 1401 && event.eventId !== 1402) || facts.direction === 'send') continue;
    expect(nothing).not.toContain(facts.connector);
  }
  const without = lived.findings.flatMap(({ event, facts }) =>
    event.eventId === 1401 || event.eventId === 1402 ? (facts.connector ?? []) : [],
  );
  expect(new Set(without).size).toBe(without.length);
  for (const { event, facts } of lived.findings) {
    if (event.eventId !== 1400) continue;
    const result = world.endpoints.get(facts.connector ?? '');
    const results =
      result === undefined
        ? []
        : [result, ...(result.kind === 'available' ? result.value.map((each) => each.conversation) : [])];
    // A single failed probe raises nothing.
    expect(results.some((each) => each.kind === 'unavailable' && each.times > 1)).toBe(true);
    expect(expected.isProbed(facts.connector ?? '')).toBe(true);
  }
}
