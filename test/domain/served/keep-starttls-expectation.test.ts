import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { DEFAULT_PROBE } from '../../../src/domain/connector/probe-target.ts';
import { type ScanResult, unavailable } from '../../../src/domain/scan-result.ts';
import { keepStarttlsExpectation } from '../../../src/domain/served/keep-starttls-expectation.ts';
import type { ProbeMemory } from '../../../src/domain/served/served.ts';
import { said } from '../failure/said.ts';

const OFF: Connector = {
  name: 'postfix smtp',
  direction: 'receive',
  fqdn: undefined,
  fqdnOrigin: 'discovered',
  enabled: true,
  starttls: false,
  probe: { ...DEFAULT_PROBE, protocol: 'smtp', host: '127.0.0.1', port: 25, serverName: undefined },
  source: { inventory: 'postfix', place: 'master.cf:1' },
};

function discovered(connector: Connector): ScanResult<Inventory> {
  return { kind: 'available', at: 1, value: { connectors: [connector], stores: [] }, problems: [] };
}

function probes(lastOfferedAt: number | undefined, url = 'smtp://127.0.0.1:25'): ReadonlyMap<string, ProbeMemory> {
  const seen = { kind: 'available', at: 1, value: [], problems: [] } as const;
  return new Map([['postfix smtp', { url, result: seen, lastOfferedAt }]]);
}

describe('a discovered server whose settings have no TLS', () => {
  it('is expected to offer TLS if it was seen to offer it', () => {
    const held = keepStarttlsExpectation(discovered(OFF), probes(5));
    expect(held.kind === 'available' && held.value.connectors).toEqual([{ ...OFF, starttls: true }]);
  });

  it.each([
    ['never was seen to offer it', discovered(OFF), probes(undefined)],
    ['was seen to elsewhere', discovered(OFF), probes(5, 'smtp://127.0.0.1:2525')],
    ['is not known', discovered(OFF), new Map()],
    ['is not probed', discovered({ ...OFF, probe: undefined } as unknown as Connector), probes(5)],
    ['was said not to by an operator', discovered({ ...OFF, fqdnOrigin: 'set' }), probes(5)],
    ['offers it', discovered({ ...OFF, starttls: true }), probes(5)],
    [
      'cannot be read',
      unavailable<Inventory>(1, { reason: 'command_failed', location: 'postconf', failure: said() }),
      probes(5),
    ],
  ])('is not changed if it %s', (_what, found, remembered) => {
    expect(keepStarttlsExpectation(found, remembered)).toBe(found);
  });
});
