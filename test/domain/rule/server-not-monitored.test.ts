import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Inventory } from '../../../src/domain/connector/inventory.ts';
import { LISTENERS, type Listener, MAIL_PORTS } from '../../../src/domain/connector/listeners.ts';
import { DEFAULT_PROBE } from '../../../src/domain/connector/probe-target.ts';
import type { Observation } from '../../../src/domain/observation/observation.ts';
import { serverNotMonitored } from '../../../src/domain/rule/server-not-monitored.ts';
import { continueResult, type ScanResult, unavailable } from '../../../src/domain/scan-result.ts';
import { parseProbeUrl } from '../../../src/formats/network/probe-url.ts';
import { said } from '../failure/said.ts';
import { CALM, connector, Life, NOON, notation, type World } from '../world.ts';

const MINUTE = 60_000;
const RAISED = '1111(0.0.0.0:25, 0.0.0.0:587; haraka)';
const UNREADABLE = { reason: 'io_error', location: '/proc/self/net/tcp', failure: said('EMFILE') } as const;

const haraka = (port: number): Listener => ({ address: '0.0.0.0', port, program: 'haraka' });
const BOTH = [haraka(25), haraka(587)];

function probing(url: string): Connector {
  const parsed = parseProbeUrl(url);
  if (parsed.kind === 'invalid') throw new Error(`${url}: ${parsed.error}`);
  return connector(url, undefined, { probe: { ...DEFAULT_PROBE, ...parsed.server, serverName: undefined } });
}

/** A daemon on a host whose sockets are listed, and whose Postfix is discovered. */
class Host extends Life {
  at = NOON;
  sockets: readonly Listener[] | 'unreadable' | 'not listed' = BOTH;
  postfix: readonly Connector[] | 'unreadable' = [];
  /** The time when the sockets were listed; undefined: during the scan. */
  listedAt: number | undefined;
  #inventories: ReadonlyMap<string, ScanResult<Inventory>> = new Map();

  override observe(world: World): Observation {
    const observation = super.observe(world);
    const seen = (value: Inventory, at = world.now): ScanResult<Inventory> => ({
      kind: 'available',
      at,
      value,
      problems: [],
    });
    const listeners =
      this.sockets === 'unreadable'
        ? unavailable<Inventory>(world.now, UNREADABLE)
        : this.sockets !== 'not listed' &&
          seen(
            { connectors: [], stores: [], listeners: { sockets: this.sockets, ownAddresses: ['192.0.2.1'] } },
            this.listedAt,
          );
    const postfix =
      this.postfix === 'unreadable'
        ? unavailable<Inventory>(world.now, UNREADABLE)
        : seen({ connectors: this.postfix, stores: [] });
    const fresh = new Map([...observation.inventories, ['postfix', postfix] as const]);
    if (listeners !== false) fresh.set(LISTENERS, listeners);
    const inventories = new Map(
      [...fresh].map(([name, result]) => [name, continueResult(this.#inventories.get(name), result)] as const),
    );
    this.#inventories = inventories;
    return { ...observation, inventories };
  }

  scan(connectors: readonly Connector[] = []): readonly string[] {
    this.at += MINUTE;
    return this.pass({ ...CALM, now: this.at, connectors, rules: [serverNotMonitored] }).map(notation);
  }
}

describe('a server that no connector covers', () => {
  it('is reported once, with its sockets and its program', () => {
    const host = new Host();
    expect(host.scan()).toEqual([RAISED]);
    expect(host.open).toMatchObject([
      {
        level: 'Warning',
        facts: { probes: ['smtp://127.0.0.1:25', 'smtp://127.0.0.1:587'] },
        remedy: [
          ['ss', '-ltnp'],
          ['mailcertd', 'connectors', 'discover'],
        ],
      },
    ]);
    expect(host.scan()).toEqual([]);
  });

  it('is one condition for each program', () => {
    const host = new Host();
    host.sockets = [haraka(25), { ...haraka(993), program: 'stunnel' }, { ...haraka(995), program: undefined }];
    expect(host.scan()).toEqual(['1111(0.0.0.0:25; haraka)', '1111(0.0.0.0:993; stunnel)', '1111(0.0.0.0:995; )']);
  });

  it('is resolved when connectors cover its sockets, and reported again with what is left', () => {
    const host = new Host();
    host.scan();
    expect(host.scan([probing('smtp://127.0.0.1:25')])).toEqual([
      '1111(0.0.0.0:587; haraka)',
      expect.stringMatching(/^1900\(1111; 0\.0\.0\.0:25, 0\.0\.0\.0:587; /),
    ]);
    const [cleared, ...more] = host.scan([probing('smtp://127.0.0.1:25'), probing('smtp://192.0.2.1:587')]);
    expect(cleared).toMatch(/^1900\(1111; 0\.0\.0\.0:587; /);
    expect(more).toEqual([]);
    expect(host.open).toEqual([]);
  });

  it('is not reported if a discovery covers it', () => {
    const host = new Host();
    host.postfix = [probing('smtp://127.0.0.1:25'), probing('smtp://127.0.0.1:587')];
    expect(host.scan()).toEqual([]);
  });

  it('is resolved when it no longer listens, and when no server is discovered any more', () => {
    const stopped = new Host();
    stopped.scan();
    stopped.sockets = [];
    expect(stopped.scan()).toEqual([expect.stringMatching(/^1900\(1111; /)]);
    const off = new Host();
    off.scan();
    off.sockets = 'not listed';
    expect(off.scan()).toEqual([expect.stringMatching(/^1900\(1111; /)]);
  });
});

describe('a server whose sockets are unknown', () => {
  it.each(['sockets', 'postfix'] as const)('is not reported while the %s cannot be read', (what) => {
    const host = new Host();
    host[what] = 'unreadable';
    expect(host.scan()).toEqual([]);
  });

  it.each(['sockets', 'postfix'] as const)('is not resolved while the %s cannot be read', (what) => {
    const host = new Host();
    host.scan();
    host[what] = 'unreadable';
    expect([...host.scan(), ...host.scan()]).toEqual([]);
    expect(host.open).toHaveLength(1);
  });

  it('is neither reported nor resolved by a list that is older than the scan', () => {
    const host = new Host();
    // Postfix may have closed some sockets, because its settings have changed since they were
    // listed.
    host.listedAt = NOON;
    expect(host.scan()).toEqual([]);
    host.listedAt = undefined;
    expect(host.scan()).toEqual([RAISED]);
    host.listedAt = host.at;
    expect(host.scan()).toEqual([]);
    expect(host.open).toHaveLength(1);
    expect(host.scan([probing('smtp://127.0.0.1:25'), probing('smtp://127.0.0.1:587')])).toHaveLength(1);
  });
});

describe('the connectors that the event names', () => {
  it('end it', () => {
    const address = fc.constantFrom('0.0.0.0', '::', '192.0.2.1', '192.0.2.9', '2001:db8::1');
    const program = fc.constantFrom('haraka', 'stunnel', undefined);
    const sockets = fc.array(fc.record({ address, port: fc.constantFrom(...MAIL_PORTS.keys()), program }), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(sockets, (listening) => {
        const host = new Host();
        host.sockets = listening;
        expect(host.scan().length).toBeGreaterThan(0);
        const suggested = new Set(host.open.flatMap(({ facts }) => facts.probes ?? []));
        host.scan([...suggested].map(probing));
        expect(host.open).toEqual([]);
      }),
    );
  });
});
