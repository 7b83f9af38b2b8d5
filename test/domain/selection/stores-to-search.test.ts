import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/domain/assessment/assess.ts';
import { certificatesToVerify } from '../../../src/domain/assessment/certificates-to-verify.ts';
import { buildCertificateIndex } from '../../../src/domain/certificate-index/certificate-index.ts';
import type { StoreDefinition } from '../../../src/domain/connector/connector.ts';
import type { StoreSnapshot } from '../../../src/domain/connector/store-snapshot.ts';
import { coverageOf } from '../../../src/domain/observation/coverage.ts';
import { lastKnownCertificates } from '../../../src/domain/observation/last-known-objects.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { storesToSearch } from '../../../src/domain/selection/stores-to-search.ts';
import { said } from '../failure/said.ts';
import { CALM, connector, Life, NOON, SETTINGS, store, stored } from '../world.ts';

const EXCHANGE: StoreDefinition = store('exchange', {
  onlyFor: 'exchange',
  source: { inventory: 'exchange', place: '/connectors.json' },
});
const ofInventory = stored('A', { dnsNames: ['mail.contoso.com'] });
const exchanges = stored('B', { dnsNames: ['mail.contoso.com'], store: 'exchange' });
const later = stored('C', { dnsNames: ['mail.contoso.com'], store: 'exchange', notBefore: NOON - 1 });

function snapshot(name: string, ...certificates: StoreSnapshot['certificates']): StoreSnapshot {
  return { name, certificates, isGlob: false, unreadablePaths: [], unreadableSinceStart: [] };
}

/**
 * Returns the observation of a host with a store and a connector, next to those of an Exchange
 * server.
 */
function observed(exchange: ScanResult<StoreSnapshot>): Observation {
  const local = connector('Default', 'mail.contoso.com');
  const foreign = connector('Default MAIL02', 'mail.contoso.com', {
    source: { inventory: 'exchange', place: '/connectors.json' },
  });
  const observation = new Life().observe({ ...CALM, connectors: [local], certificates: [ofInventory] });
  const inventory = { connectors: [foreign], stores: [EXCHANGE] };
  return {
    ...observation,
    inventories: new Map([
      ...observation.inventories,
      ['exchange', { kind: 'available', at: NOON, value: inventory, problems: [] }],
    ]),
    stores: new Map([...observation.stores, ['exchange', exchange]]),
  };
}

const seen = (...certificates: StoreSnapshot['certificates']): ScanResult<StoreSnapshot> => ({
  kind: 'available',
  at: NOON,
  value: snapshot('exchange', ...certificates),
  problems: [],
});
const blinded: ScanResult<StoreSnapshot> = {
  kind: 'unavailable',
  since: NOON,
  times: 1,
  problem: { reason: 'not_found', location: '/connectors.json', failure: said() },
  last: undefined,
};

/** Returns the selection of each connector. */
function chosenIn(observation: Observation): readonly string[] {
  return assess(observation, SETTINGS).selections.map(({ connector: { name }, selection }) => {
    const chosen = selection.kind === 'chosen' ? selection.chosen.certificate.thumbprint.slice(0, 1) : selection.kind;
    return `${name}: ${chosen}`;
  });
}

describe('a store that is only for the connectors of one inventory', () => {
  it('is searched by these, which search no other store, and by no other connector', () => {
    expect(chosenIn(observed(seen(exchanges)))).toEqual(['Default: A', 'Default MAIL02: B']);
    expect(chosenIn(observed(seen()))).toEqual(['Default: A', 'Default MAIL02: none']);
  });

  it('that is unavailable makes only the selection of these unknown', () => {
    const observation = observed(blinded);
    expect(chosenIn(observation)).toEqual(['Default: A', 'Default MAIL02: unknown']);
    expect(coverageOf(observation)('store:*')).toBe('unavailable');
  });

  it('has its chains verified for certificates that compete for a name', () => {
    const observation = observed(seen(exchanges, later));
    const index = buildCertificateIndex(lastKnownCertificates(observation));
    expect([...certificatesToVerify(observation, index)].map((thumbprint) => thumbprint.slice(0, 1)).sort()).toEqual([
      'A',
      'B',
      'C',
    ]);
  });
});

it('personal stores are searched, except those of another inventory', () => {
  const all = [store('My'), store('Archive', { personal: false }), EXCHANGE];
  const names = (inventory?: string): readonly string[] => storesToSearch(all, inventory).map(({ name }) => name);
  expect(names()).toEqual(['My']);
  expect(names('postfix')).toEqual(['My']);
  expect(names('exchange')).toEqual(['exchange']);
  expect(storesToSearch([store('My')], 'exchange')).toHaveLength(1);
});
