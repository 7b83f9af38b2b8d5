import { expect, it } from 'vitest';
import {
  discoveryStateOf,
  dropCoveredListeners,
  type FoundInventory,
} from '../../../src/domain/connector/found-inventory.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { LISTENERS } from '../../../src/domain/connector/listeners.ts';
import { DEFAULT_PROBE } from '../../../src/domain/connector/probe-target.ts';
import { unavailable } from '../../../src/domain/scan-result.ts';
import { said } from '../failure/said.ts';
import { connector, NOON } from '../world.ts';

const CLOSED = { reason: 'permission_denied', location: '/etc/exim4/exim4.conf', failure: said('EACCES') } as const;

const probing = (port: number) =>
  connector(`${port}`, undefined, {
    probe: { ...DEFAULT_PROBE, protocol: 'smtp', host: '127.0.0.1', port, serverName: undefined },
  });

function found(name: string, value: Partial<Inventory>): FoundInventory {
  const result = {
    kind: 'available',
    at: NOON,
    value: { connectors: [], stores: [], ...value },
    problems: [],
  } as const;
  return { name, isConfigured: true, result };
}

const hidden = (name: string): FoundInventory => ({ name, isConfigured: true, result: unavailable(NOON, CLOSED) });

const LISTENING = found(LISTENERS, {
  listeners: {
    sockets: [25, 587, 993].map((port) => ({ address: '0.0.0.0', port, program: 'node' })),
    ownAddresses: [],
  },
});

/** Returns the ports that remain, or the reason why they are unknown. */
function left(other: FoundInventory): readonly (number | string)[] {
  const [, others] = dropCoveredListeners([other, LISTENING], [probing(587)]);
  if (others?.result.kind !== 'available') return [others?.result.problem.reason ?? ''];
  return others.result.value.listeners?.sockets.map(({ port }) => port) ?? [];
}

it('sockets that no connector covers are listed, discovered and configured', () => {
  expect(left(found('postfix', { connectors: [probing(25)] }))).toEqual([993]);
});

it('no sockets are listed if all are covered', () => {
  const all = [found('postfix', { connectors: [probing(25), probing(993)] }), LISTENING];
  expect(dropCoveredListeners(all, [probing(587)]).map(discoveryStateOf)).toEqual(['found', 'nothing']);
  expect(discoveryStateOf(LISTENING)).toBe('found');
});

it('the sockets are unknown while the settings of a mail server cannot be read', () => {
  expect(left(hidden('exim'))).toEqual(['not_checked']);
  expect(left(hidden('certbot'))).toEqual([25, 993]);
});
