import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import { evidenceFinderIn } from '../../../src/domain/condition/evidence-finder.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Evidence } from '../../../src/domain/event/data/life-cycle-data.ts';
import { servedEndpoints, servedTlsEndpoints } from '../../../src/domain/evidence/served-endpoints.ts';
import { coverageOf } from '../../../src/domain/observation/coverage.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { endpoint, probeResult, seen, serves, silent, target } from '../serving.ts';
import { CALM, connector, Life, NOON, SETTINGS, stored, type World } from '../world.ts';

const NAMES = { dnsNames: ['mail.contoso.com'] };
const OLD = stored('A', { ...NAMES, notAfter: NOON + 10 * DAY });
const NEW = stored('B', NAMES);
const EDGE = connector('Edge', 'mail.contoso.com', { probe: target() });
const RELAY = connector('Relay', 'mail.contoso.com', { probe: target({ host: '192.0.2.26' }) });
const UNPROBED = connector('Edge', 'mail.contoso.com');

test('a condition about a removed connector and one that is no longer probed says that it is no longer probed', () => {
  const life = new Life();
  // The store is unreadable, so that only probes are evidence.
  const scan = (hour: number, world: Partial<World>) =>
    life.pass({ ...CALM, unavailable: ['My'], internal: { source: 'none' }, now: NOON + hour * HOUR, ...world });
  const about = (eventId: number) => life.open.find((condition) => condition.eventId === eventId);
  const connectors = [EDGE, RELAY];
  scan(0, { connectors, endpoints: new Map([['Edge', probeResult(NOON, serves(OLD))]]) });
  expect(about(1404)).toMatchObject({ facts: { connectors: ['Edge'] }, needs: expect.arrayContaining(['probe:Edge']) });

  const later = NOON + HOUR;
  // One address of the first connector has the new certificate; the other one was never reached.
  const partly = seen(later, [
    endpoint(seen(later, serves(NEW)), '192.0.2.1'),
    endpoint(silent(later, 1), '192.0.2.2'),
  ]);
  const endpoints = new Map([
    ['Edge', partly],
    ['Relay', probeResult(later, serves(OLD))],
  ]);
  scan(1, { connectors, endpoints });
  expect(about(1404)).toMatchObject({
    facts: { connectors: ['Relay'] },
    needs: expect.arrayContaining(['probe:Relay', 'probe:Edge']),
  });

  const [cleared, ...others] = scan(2, { connectors: [UNPROBED] }).filter(({ parameters }) => parameters[0] === '1404');
  expect(others).toEqual([]);
  expect(cleared?.facts.cleared?.evidence).toEqual({
    scope: 'inventory:configuration',
    at: NOON + 2 * HOUR,
    reason: 'not-probed',
  });
});

/** Returns the evidence for a condition that names Relay, and still needs the probe of Edge. */
function evidenceFor(condition: Pick<Condition, 'eventId' | 'needs'>, world: Partial<World>): Evidence {
  const { certificate } = OLD;
  const { thumbprint, notAfter } = certificate;
  const assessment = assess(new Life().observe({ ...CALM, internal: { source: 'none' }, ...world }), SETTINGS);
  return evidenceFinderIn(
    assessment,
    coverageOf(assessment.observation),
  )({
    ...{ conditionId: 'one', subject: thumbprint, urgency: 0, level: 'Warning', raisedAt: NOON, notifiedAt: NOON },
    ...{ parameters: [], remedy: [], facts: { connectors: ['Relay'], thumbprint, notAfter } },
    ...condition,
  });
}

const SERVED = {
  eventId: 1404,
  needs: ['probe:Relay', 'inventory:configuration', 'probe:Edge'],
} as const;
const ON_DISK = {
  eventId: 12018,
  needs: ['store:*', 'inventory:configuration', 'probe:Relay', 'probe:Edge'],
} as const;
const CHANGES: Readonly<Record<string, readonly Connector[]>> = {
  removed: [],
  'no longer probed': [UNPROBED],
  disabled: [{ ...EDGE, enabled: false }],
  'without STARTTLS': [{ ...EDGE, starttls: false }],
};

describe('the reason of a clear is true for each connector in the facts and each connector whose probe is needed', () => {
  test.each<[string, Condition['needs'], number, Evidence['reason']]>([
    ['removed', SERVED.needs, SERVED.eventId, 'connector-removed'],
    ['removed', ON_DISK.needs, ON_DISK.eventId, 'connector-removed'],
    ['no longer probed', SERVED.needs, SERVED.eventId, 'not-probed'],
    ['no longer probed', ON_DISK.needs, ON_DISK.eventId, 'observed'],
    ['disabled', SERVED.needs, SERVED.eventId, 'connector-off'],
    ['disabled', ON_DISK.needs, ON_DISK.eventId, 'connector-off'],
    ['without STARTTLS', SERVED.needs, SERVED.eventId, 'connector-off'],
    ['without STARTTLS', ON_DISK.needs, ON_DISK.eventId, 'connector-off'],
  ])('%s, with the needs %j of event %i: %s', (change, needs, eventId, reason) => {
    const connectors = CHANGES[change] ?? [];
    const evidence = evidenceFor({ eventId, needs }, { connectors, certificates: [NEW] });
    expect(evidence).toMatchObject({ reason, at: NOON });
    expect(evidence.thumbprint).toBe(reason === 'observed' ? NEW.certificate.thumbprint : undefined);
  });

  test.each<[string, number, Evidence['reason']]>([
    ['before its expiry', -1, 'observed'],
    ['at its expiry', 0, 'observed'],
    ['after its expiry', 1, 'expired'],
  ])('%s, a connector whose probe is needed still selects the certificate', (_, ms, reason) => {
    const now = NOON + 10 * DAY + ms;
    const world = { now, connectors: [UNPROBED], certificates: [OLD] };
    expect(evidenceFor(ON_DISK, world)).toEqual({
      ...{ scope: 'store:My', at: now, reason, thumbprint: OLD.certificate.thumbprint },
    });
  });
});

/** Counts the reads of elements in these lists. */
function countReads(...lists: readonly (readonly unknown[])[]): () => number {
  let reads = 0;
  for (const list of lists)
    for (const [index, value] of list.entries())
      Object.defineProperty(list, index, {
        get: () => {
          reads += 1;
          return value;
        },
      });
  return () => reads;
}

describe('the evidence for many conditions is found without a search of all connectors for each', () => {
  /**
   * Returns the number of selections and endpoints that are read to clear a condition about each
   * connector.
   */
  function readsFor(number: number, eventId: number, isOnDisk: boolean, connectors: readonly Connector[]): number {
    const { thumbprint } = OLD.certificate;
    const names = Array.from({ length: number }, (_, index) => `C${index}`);
    const world = { ...CALM, connectors, certificates: isOnDisk ? [NEW] : [], internal: { source: 'none' } as const };
    const endpoints = new Map(names.map((name) => [name, seen(NOON, [endpoint(seen(NOON, serves(NEW)))])]));
    const assessment = assess(new Life().observe({ ...world, endpoints }), SETTINGS);
    const reads = countReads(assessment.selections, servedEndpoints(assessment), servedTlsEndpoints(assessment));
    const findEvidence = evidenceFinderIn(assessment, coverageOf(assessment.observation));
    for (const name of names)
      findEvidence({
        ...{ conditionId: name, eventId, subject: name, urgency: 0, level: 'Error', raisedAt: NOON, notifiedAt: NOON },
        ...{ parameters: [], remedy: [], facts: { connectors: [name], thumbprint } },
        needs: isOnDisk
          ? ['store:*', 'inventory:configuration', `probe:${name}`]
          : [`probe:${name}`, 'inventory:configuration'],
      });
    return reads();
  }

  const made = (number: number, more: Partial<Connector>): readonly Connector[] =>
    Array.from({ length: number }, (_, index) => connector(`C${index}`, 'mail.contoso.com', more));

  test.each<[string, number, boolean, Partial<Connector>]>([
    ['an expired certificate that a server served', 1403, false, { probe: target() }],
    ['a server that could not be reached', 1400, false, { probe: target() }],
    ['a server that offered no STARTTLS', 1402, false, { probe: target() }],
    ['a server that is no longer probed', 1403, false, {}],
    ['a certificate on disk, of a probed connector', 12018, true, { probe: target() }],
    ['a certificate on disk, of a disabled connector', 12018, true, { enabled: false }],
  ])('%s', (_, eventId, isOnDisk, more) => {
    const few = readsFor(20, eventId, isOnDisk, made(20, more));
    expect(few).toBeGreaterThan(0);
    expect(readsFor(80, eventId, isOnDisk, made(80, more))).toBe(4 * few);
  });
});
