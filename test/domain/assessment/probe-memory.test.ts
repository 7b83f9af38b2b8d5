import { describe, expect, test } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { isAnswered } from '../../../src/domain/assessment/probe-evidence.ts';
import { rememberProbes } from '../../../src/domain/assessment/probe-memory.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { probeDefinition } from '../../../src/domain/connector/probe-definition.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import type { Endpoint, ProbeBasis, ProbeMemory } from '../../../src/domain/served/served.ts';
import { type Instant, MINUTE } from '../../../src/domain/time.ts';
import { looked, NOT_OFFERED, presents, silent, target } from '../presenting.ts';
import { CALM, connector, Life, NOON, SETTINGS, stored, type World } from '../world.ts';

const A = stored('A', { dnsNames: ['mail.contoso.com'] });
const B = stored('B', { dnsNames: ['mail.contoso.com'], notBefore: NOON - MINUTE });
const EDGE = connector('Edge', 'mail.contoso.com', { probe: target() });
const WORLD: World = { ...CALM, certificates: [A], connectors: [EDGE] };
const URL = 'smtp://192.0.2.25:25';

interface Seen {
  readonly world?: Partial<World>;
  readonly look?: ScanResult<readonly Endpoint[]>;
  readonly before?: ProbeMemory;
  readonly restarted?: boolean;
}

function observe({ world, look, before, restarted = false }: Seen): Observation {
  const life = new Life();
  if (!restarted) life.observe(WORLD);
  return {
    ...life.observe({ ...WORLD, ...world }),
    endpoints: new Map(look === undefined ? [] : [['Edge', look]]),
    before: { ...life.memory, probes: new Map(before === undefined ? [] : [['Edge', before]]) },
  };
}

const remembered = (seen: Seen): ProbeMemory | undefined => rememberProbes(assess(observe(seen), SETTINGS)).get('Edge');

/** What a probe is judged by while a certificate alone is selected. */
const basisOf = ({ certificate, writtenAt }: StoredCertificate, since?: Instant): ProbeBasis => ({
  disk: `${certificate.thumbprint} ${writtenAt} matches`,
  since,
});

const KNOWN: ProbeMemory = {
  url: URL,
  look: looked(NOON - MINUTE, presents(A)),
  lastOfferedAt: NOON - MINUTE,
  basis: basisOf(A),
};

describe('of a connector that is probed a pass remembers', () => {
  test('the look, when STARTTLS was last offered, what stood on disk, and the best that was served', () => {
    const look = looked(NOON, presents(A));
    const best = { thumbprint: A.certificate.thumbprint, at: NOON };
    const baseline = { trusted: best, named: { ...best, names: ['mail.contoso.com'] } };
    const definition = probeDefinition(EDGE);
    expect(remembered({ look })).toEqual({
      url: URL,
      look,
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
    const look = looked(NOON, presents(A));
    expect(remembered({ world, before, look })?.definition).toContain('other.contoso.com');
  });

  test('the best that was served, also when something worse is served now, or nothing', () => {
    const best = { thumbprint: A.certificate.thumbprint, at: NOON - MINUTE };
    const baseline = { trusted: best, named: { ...best, names: ['mail.contoso.com'] } };
    const worse = stored('S', { dnsNames: ['snakeoil.local'], selfSigned: true });
    const before = { ...KNOWN, baseline };
    expect(remembered({ look: looked(NOON, presents(worse)), before })?.baseline).toEqual(baseline);
    expect(remembered({ look: looked(NOON, NOT_OFFERED), before })?.baseline).toEqual(baseline);
    expect(remembered({ look: silent(NOON, 3), before })?.baseline).toEqual(baseline);
  });

  test('no best where nothing good was served', () => {
    const self = stored('S', { dnsNames: ['snakeoil.local'], selfSigned: true });
    expect(remembered({ look: looked(NOON, presents(self)) })).not.toHaveProperty('baseline');
  });

  test('nothing before it was ever looked at', () => {
    expect(remembered({})).toBeUndefined();
  });

  test('when STARTTLS was offered, also when it no longer is, or was never seen to be', () => {
    expect(remembered({ look: looked(NOON, NOT_OFFERED), before: KNOWN })?.lastOfferedAt).toBe(NOON - MINUTE);
    expect(remembered({ look: looked(NOON, NOT_OFFERED) })?.lastOfferedAt).toBeUndefined();
    expect(
      remembered({ look: looked(NOON, { ...presents(A), starttls: 'implicit' } as never) })?.lastOfferedAt,
    ).toBeUndefined();
  });

  test('the look before, and how often it failed, where this pass has none of its own', () => {
    const before = { ...KNOWN, look: silent(NOON - MINUTE, 3, { at: NOON - 9 * MINUTE, value: [] }) };
    const last = { at: NOON - 9 * MINUTE, value: [] };
    expect(remembered({ look: silent(NOON, 0, last, 'not_checked'), before })?.look).toEqual(before.look);
    expect(remembered({ before })?.look).toEqual(before.look);
  });

  test('nothing of where it was probed before', () => {
    const elsewhere = { ...KNOWN, url: 'smtp://198.51.100.1:25' };
    const look = looked(NOON, NOT_OFFERED);
    expect(remembered({ look, before: elsewhere })).toMatchObject({ url: URL, look, lastOfferedAt: undefined });
    expect(remembered({ before: elsewhere })).toBeUndefined();
  });

  test.each<[string, Partial<World>, boolean]>([
    ['is removed', { connectors: [] }, false],
    ['is no longer probed', { connectors: [connector('Edge', 'mail.contoso.com')] }, false],
    ['is disabled', { connectors: [{ ...EDGE, enabled: false }] }, false],
    ['stands in an inventory that cannot be read', { inventoryBlind: true }, true],
  ])('all, unless it is gone: when it %s', (_, world, isKept) => {
    expect(remembered({ world, before: KNOWN }) !== undefined).toBe(isKept);
  });

  test('all, after a restart that finds the inventory unreadable', () => {
    expect(remembered({ world: { inventoryBlind: true }, restarted: true, before: KNOWN })).toEqual(KNOWN);
  });
});

describe('what a probe is judged by', () => {
  const basis = (seen: Seen): ProbeBasis | undefined => assess(observe(seen), SETTINGS).bases.get('Edge');
  const withB = { certificates: [B] };

  test('has been so since nobody remembers when, until it is seen to change', () => {
    expect(basis({ world: withB })).toEqual(basisOf(B));
    expect(basis({ world: withB, before: { ...KNOWN, basis: basisOf(B) } })).toEqual(basisOf(B));
    expect(basis({ world: withB, before: KNOWN })).toEqual(basisOf(B, NOON));
    const known = { ...KNOWN, basis: basisOf(B, NOON - MINUTE) };
    expect(basis({ world: withB, before: known })).toBe(known.basis);
  });

  test('changes with the file that is written again, with its key, and with the reason why nothing is selected', () => {
    const withoutKey = stored('A', { dnsNames: ['mail.contoso.com'], key: 'missing' });
    for (const other of [{ ...A, writtenAt: NOON }, withoutKey]) {
      expect(basis({ world: { certificates: [other] }, before: KNOWN })?.since).toBe(NOON);
    }
  });

  describe('changes with the settings of the server', () => {
    const own = assess(observe({}), SETTINGS).observation;
    const known = { ...KNOWN, basis: { ...basisOf(A), settings: 'before' } };
    const outdated = (state: Pick<Inventory, 'identity' | 'isUnsettled'>, before: ProbeMemory = known): boolean => {
      const inventories = new Map(
        [...own.inventories].map(([name, look]): [string, ScanResult<Inventory>] => {
          if (look.kind !== 'seen') return [name, look];
          return [name, { ...look, value: { ...look.value, ...state } }];
        }),
      );
      const observation = { ...own, inventories, before: { ...own.before, probes: new Map([['Edge', before]]) } };
      return assess(observation, SETTINGS).outdated.has('Edge');
    };

    test('and not while these are unknown', () => {
      expect([outdated({ identity: 'before' }), outdated({ identity: 'after' }), outdated({})]).toEqual([
        false,
        true,
        false,
      ]);
      expect(outdated({ identity: 'after' }, KNOWN)).toBe(false);
    });

    test('in every scan that finds them written and not read yet', () => {
      expect(outdated({ identity: 'before', isUnsettled: true })).toBe(true);
      expect(outdated({ identity: 'before', isUnsettled: true }, KNOWN)).toBe(true);
    });
  });

  test('has not changed from the future, when the clock was ahead', () => {
    expect(basis({ world: withB, before: { ...KNOWN, basis: basisOf(B, NOON + MINUTE) } })?.since).toBe(NOON);
  });

  test('stays as it was while it cannot be read', () => {
    const hidden = { blind: ['My'], certificates: [B] };
    expect(remembered({ world: hidden, before: KNOWN })?.basis).toBe(KNOWN.basis);
    expect(remembered({ world: withB, before: KNOWN })?.basis).toEqual(basisOf(B, NOON));
  });
});

describe('a probe result that is older than a change', () => {
  const look = looked(NOON, presents(A));
  const outdated = (seen: Seen): ScanResult<readonly Endpoint[]> | undefined =>
    assess(observe(seen), SETTINGS).observation.endpoints.get('Edge');

  test('proves nothing in the scan that sees the change, nor later, and what it showed stays known', () => {
    const changed = { world: { certificates: [B] }, before: KNOWN, look };
    expect(outdated(changed)).toMatchObject({
      kind: 'blind',
      times: 0,
      problem: { reason: 'not_checked' },
      last: { at: NOON, value: [{ outdatedAt: NOON, conversation: { kind: 'seen' } }] },
    });
    const before = remembered(changed);
    expect(before).toMatchObject({ look: outdated(changed), lastOfferedAt: NOON });
    expect(remembered({ ...changed, before: before ?? KNOWN, look: before?.look ?? look })).toBe(before);
  });

  test('is evidence where nothing has changed', () => {
    expect(outdated({ before: KNOWN, look })).toBe(look);
  });
});

describe('a request for probes is answered', () => {
  const probed = looked(NOON, presents(A));
  const awaiting = silent(NOON, 0, { at: NOON - MINUTE, value: [] }, 'not_checked');
  const answers = (connectors: readonly string[], edge: ScanResult<readonly Endpoint[]>): boolean =>
    isAnswered(
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
