import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { isProbeRequestComplete } from '../../../src/domain/assessment/is-probe-request-complete.ts';
import { nextProbeMemories } from '../../../src/domain/assessment/next-probe-memories.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { probeDefinition } from '../../../src/domain/connector/probe-definition.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import type { Endpoint, ProbeBasis, ProbeMemory } from '../../../src/domain/served/served.ts';
import { type Instant, MINUTE } from '../../../src/domain/time.ts';
import { NOT_OFFERED, probeResult, serves, silent, target } from '../serving.ts';
import { CALM, connector, Life, NOON, SETTINGS, stored, type World } from '../world.ts';

const A = stored('A', { dnsNames: ['mail.contoso.com'] });
const B = stored('B', { dnsNames: ['mail.contoso.com'], notBefore: NOON - MINUTE });
const EDGE = connector('Edge', 'mail.contoso.com', { probe: target() });
const WORLD: World = { ...CALM, certificates: [A], connectors: [EDGE] };
const URL = 'smtp://192.0.2.25:25';

interface Seen {
  readonly world?: Partial<World>;
  readonly result?: ScanResult<readonly Endpoint[]>;
  readonly before?: ProbeMemory;
  readonly restarted?: boolean;
}

function observe({ world, result, before, restarted = false }: Seen): Observation {
  const life = new Life();
  if (!restarted) life.observe(WORLD);
  return {
    ...life.observe({ ...WORLD, ...world }),
    endpoints: new Map(result === undefined ? [] : [['Edge', result]]),
    memory: { ...life.memory, probes: new Map(before === undefined ? [] : [['Edge', before]]) },
  };
}

const remembered = (seen: Seen): ProbeMemory | undefined =>
  nextProbeMemories(assess(observe(seen), SETTINGS)).get('Edge');

/** Returns the basis of a probe if a single certificate is selected. */
const basisOf = ({ certificate, writtenAt }: StoredCertificate, since?: Instant): ProbeBasis => ({
  disk: `${certificate.thumbprint} ${writtenAt} matches`,
  diskWithoutKeys: `${certificate.thumbprint} ${writtenAt} `,
  selectedCertificates: certificate.thumbprint,
  since,
});

const KNOWN: ProbeMemory = {
  url: URL,
  result: probeResult(NOON - MINUTE, serves(A)),
  lastOfferedAt: NOON - MINUTE,
  basis: basisOf(A),
};

describe('for a probed connector, a scan remembers', () => {
  test('the probe, when STARTTLS was last offered, the certificate on disk, and the best one that was served', () => {
    const result = probeResult(NOON, serves(A));
    const best = { thumbprint: A.certificate.thumbprint, at: NOON };
    const baseline = { trusted: best, named: { ...best, names: ['mail.contoso.com'] } };
    const definition = probeDefinition(EDGE);
    expect(remembered({ result })).toEqual({
      url: URL,
      result,
      definition,
      lastOfferedAt: NOON,
      basis: basisOf(A),
      baseline,
    });
  });

  test('the settings of the probe of its result, not those of a connector that was not probed since', () => {
    const world = { connectors: [{ ...EDGE, probe: target({ serverName: 'other.contoso.com' }) }] };
    const before = { ...KNOWN, definition: probeDefinition(EDGE) };
    expect(remembered({ world, before })?.definition).toBe(before.definition);
    const result = probeResult(NOON, serves(A));
    expect(remembered({ world, before, result })?.definition).toContain('other.contoso.com');
  });

  test('the best that was served, even if a worse one or none is served now', () => {
    const best = { thumbprint: A.certificate.thumbprint, at: NOON - MINUTE };
    const baseline = { trusted: best, named: { ...best, names: ['mail.contoso.com'] } };
    const worse = stored('S', { dnsNames: ['snakeoil.local'], selfSigned: true });
    const before = { ...KNOWN, baseline };
    expect(remembered({ result: probeResult(NOON, serves(worse)), before })?.baseline).toEqual(baseline);
    expect(remembered({ result: probeResult(NOON, NOT_OFFERED), before })?.baseline).toEqual(baseline);
    expect(remembered({ result: silent(NOON, 3), before })?.baseline).toEqual(baseline);
  });

  test('no best result if none was good', () => {
    const self = stored('S', { dnsNames: ['snakeoil.local'], selfSigned: true });
    expect(remembered({ result: probeResult(NOON, serves(self)) })).not.toHaveProperty('baseline');
  });

  test('nothing before the first probe', () => {
    expect(remembered({})).toBeUndefined();
  });

  test('when STARTTLS was offered, also if it is not offered any more, or was never offered', () => {
    expect(remembered({ result: probeResult(NOON, NOT_OFFERED), before: KNOWN })?.lastOfferedAt).toBe(NOON - MINUTE);
    expect(remembered({ result: probeResult(NOON, NOT_OFFERED) })?.lastOfferedAt).toBeUndefined();
    expect(
      remembered({ result: probeResult(NOON, { ...serves(A), starttls: 'implicit' } as never) })?.lastOfferedAt,
    ).toBeUndefined();
  });

  test('the previous probe and its number of failures, if the scan has no new one', () => {
    const before = { ...KNOWN, result: silent(NOON - MINUTE, 3, { at: NOON - 9 * MINUTE, value: [] }) };
    const last = { at: NOON - 9 * MINUTE, value: [] };
    expect(remembered({ result: silent(NOON, 0, last, 'not_checked'), before })?.result).toEqual(before.result);
    expect(remembered({ before })?.result).toEqual(before.result);
  });

  test('nothing about a previous target', () => {
    const elsewhere = { ...KNOWN, url: 'smtp://198.51.100.1:25' };
    const result = probeResult(NOON, NOT_OFFERED);
    expect(remembered({ result, before: elsewhere })).toMatchObject({
      url: URL,
      result,
      lastOfferedAt: undefined,
    });
    expect(remembered({ before: elsewhere })).toBeUndefined();
  });

  test.each<[string, Partial<World>, boolean]>([
    ['is removed', { connectors: [] }, false],
    ['is no longer probed', { connectors: [connector('Edge', 'mail.contoso.com')] }, false],
    ['is disabled', { connectors: [{ ...EDGE, enabled: false }] }, false],
    ['is in an inventory that cannot be read', { isInventoryUnavailable: true }, true],
  ])('nothing if it is removed, and otherwise all: when it %s', (_, world, isKept) => {
    expect(remembered({ world, before: KNOWN }) !== undefined).toBe(isKept);
  });

  test('all, after a restart that finds the inventory unreadable', () => {
    expect(remembered({ world: { isInventoryUnavailable: true }, restarted: true, before: KNOWN })).toEqual(KNOWN);
  });
});

describe("the basis of a probe's verdict", () => {
  const basis = (seen: Seen): ProbeBasis | undefined => assess(observe(seen), SETTINGS).probeBases.get('Edge');
  const withB = { certificates: [B] };

  test('is of unknown age until a change is seen', () => {
    expect(basis({ world: withB })).toEqual(basisOf(B));
    expect(basis({ world: withB, before: { ...KNOWN, basis: basisOf(B) } })).toEqual(basisOf(B));
    expect(basis({ world: withB, before: KNOWN })).toEqual(basisOf(B, NOON));
    const memory = { ...KNOWN, basis: basisOf(B, NOON - MINUTE) };
    expect(basis({ world: withB, before: memory })).toBe(memory.basis);
  });

  test('of an earlier version is the same state, and is completed', () => {
    const ofEarlierVersion = { disk: basisOf(B).disk, since: NOON - MINUTE };
    const memory = { ...KNOWN, basis: ofEarlierVersion };
    expect(basis({ world: withB, before: memory })).toEqual(basisOf(B, NOON - MINUTE));
  });

  test('changes when the file is written again, with its key, and with the reason why nothing is selected', () => {
    const withoutKey = stored('A', { dnsNames: ['mail.contoso.com'], key: 'missing' });
    for (const other of [{ ...A, writtenAt: NOON }, withoutKey]) {
      expect(basis({ world: { certificates: [other] }, before: KNOWN })?.since).toBe(NOON);
    }
  });

  describe('changes with the settings of the server', () => {
    const own = assess(observe({}), SETTINGS).observation;
    const memory = { ...KNOWN, basis: { ...basisOf(A), settings: 'before' } };
    const outdated = (state: Pick<Inventory, 'identity' | 'isUnsettled'>, before: ProbeMemory = memory): boolean => {
      const inventories = new Map(
        [...own.inventories].map(([name, result]): [string, ScanResult<Inventory>] => {
          if (result.kind !== 'available') return [name, result];
          return [name, { ...result, value: { ...result.value, ...state } }];
        }),
      );
      const observation = { ...own, inventories, memory: { ...own.memory, probes: new Map([['Edge', before]]) } };
      return assess(observation, SETTINGS).outdatedConnectors.has('Edge');
    };

    test('but not while these are unknown', () => {
      expect([outdated({ identity: 'before' }), outdated({ identity: 'after' }), outdated({})]).toEqual([
        false,
        true,
        false,
      ]);
      expect(outdated({ identity: 'after' }, KNOWN)).toBe(false);
    });

    test('in every scan that finds them written but not read yet', () => {
      expect(outdated({ identity: 'before', isUnsettled: true })).toBe(true);
      expect(outdated({ identity: 'before', isUnsettled: true }, KNOWN)).toBe(true);
    });
  });

  test('does not change in the future if the clock was ahead', () => {
    expect(basis({ world: withB, before: { ...KNOWN, basis: basisOf(B, NOON + MINUTE) } })?.since).toBe(NOON);
  });

  test('stays the same while it cannot be read', () => {
    const hidden = { unavailable: ['My'], certificates: [B] };
    expect(remembered({ world: hidden, before: KNOWN })?.basis).toBe(KNOWN.basis);
    expect(remembered({ world: withB, before: KNOWN })?.basis).toEqual(basisOf(B, NOON));
  });
});

describe('a probe result that is older than a change', () => {
  const result = probeResult(NOON, serves(A));
  const outdated = (seen: Seen): ScanResult<readonly Endpoint[]> | undefined =>
    assess(observe(seen), SETTINGS).observation.endpoints.get('Edge');

  test('proves nothing in the scan that sees the change, nor later, and its content stays known', () => {
    const changed = { world: { certificates: [B] }, before: KNOWN, result };
    expect(outdated(changed)).toMatchObject({
      kind: 'unavailable',
      times: 0,
      problem: { reason: 'not_checked' },
      last: { at: NOON, value: [{ outdatedAt: NOON, conversation: { kind: 'available' } }] },
    });
    const before = remembered(changed);
    expect(before).toMatchObject({ result: outdated(changed), lastOfferedAt: NOON });
    expect(remembered({ ...changed, before: before ?? KNOWN, result: before?.result ?? result })).toBe(before);
  });

  test('is evidence if nothing has changed', () => {
    expect(outdated({ before: KNOWN, result })).toBe(result);
  });
});

describe('a request for probes is completed', () => {
  const probed = probeResult(NOON, serves(A));
  const awaiting = silent(NOON, 0, { at: NOON - MINUTE, value: [] }, 'not_checked');
  const answers = (connectors: readonly string[], edge: ScanResult<readonly Endpoint[]>): boolean =>
    isProbeRequestComplete(
      { requestId: 'p1', connectors },
      {
        ...observe({}),
        endpoints: new Map([
          ['Edge', edge],
          ['Imap', probed],
        ]),
      },
    );

  test.each<[string, readonly string[], ScanResult<readonly Endpoint[]>, boolean]>([
    ['by evidence of all', [], probed, true],
    ['by servers that do not answer', [], silent(NOON, 1), true],
    ['not while one awaits a probe', [], awaiting, false],
    ['not while a named one awaits a probe', ['Edge'], awaiting, false],
    ['while another awaits a probe', ['Imap'], awaiting, true],
    ['if no connector has the name', ['Gone'], awaiting, true],
  ])('%s', (_, connectors, edge, isDone) => {
    expect(answers(connectors, edge)).toBe(isDone);
  });
});
