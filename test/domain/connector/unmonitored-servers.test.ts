import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { Listener } from '../../../src/domain/connector/listeners.ts';
import { DEFAULT_PROBE } from '../../../src/domain/connector/probe-target.ts';
import {
  areSocketsIn,
  type ListedSockets,
  listedSockets,
  serversOf,
  socketText,
  uncoveredListeners,
} from '../../../src/domain/connector/unmonitored-servers.ts';
import { connector } from '../world.ts';

const OWN = ['127.0.0.1', '::1', '192.0.2.1', '2001:db8::1', 'fe80::1'];

const socket = (address: string, port = 25, program: string | undefined = 'haraka'): Listener => ({
  address,
  port,
  program,
});

function probing(host: string, port = 25, more: Partial<Connector> = {}): Connector {
  const probe = { ...DEFAULT_PROBE, protocol: 'smtp', host, port, serverName: undefined } as const;
  return connector(`${host}:${port}`, undefined, { probe, ...more });
}

function uncovered(sockets: readonly Listener[], ...connectors: readonly Connector[]): string {
  const listed = uncoveredListeners({ sockets, ownAddresses: OWN }, connectors);
  return socketText(listedSockets({ program: undefined, sockets: listed }), 'en');
}

describe('a socket', () => {
  it.each([
    ['0.0.0.0', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.2'],
    ['0.0.0.0', '192.0.2.1'],
    ['::', '::1'],
    ['::', '192.0.2.1'],
    ['::', '2001:db8::1'],
    ['::', 'fe80::1%eth0'],
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['192.0.2.1', 'mail.contoso.com'],
  ])('at %s is covered by a URL with %s', (address, host) => {
    expect(uncovered([socket(address)], probing(host))).toBe('');
  });

  it.each([
    ['0.0.0.0', '198.51.100.7'],
    ['::', '2001:db8::2'],
    ['192.0.2.1', '127.0.0.1'],
    ['2001:db8::1', '::1'],
  ])('at %s is not covered by a URL with %s', (address, host) => {
    expect(uncovered([socket(address)], probing(host))).not.toBe('');
  });

  it('is covered by a URL with its port only', () => {
    expect(uncovered([socket('0.0.0.0', 25), socket('0.0.0.0', 587)], probing('127.0.0.1', 25))).toBe('0.0.0.0:587');
  });

  it('is covered by a connector that is not enabled: it is excluded', () => {
    expect(uncovered([socket('0.0.0.0')], probing('127.0.0.1', 25, { enabled: false }))).toBe('');
  });

  it('is covered by a discovered connector that is not probed', () => {
    const proxied = connector('postfix smtp', undefined, { listensAt: { host: '127.0.0.1', port: 25 } });
    expect(uncovered([socket('0.0.0.0')], proxied)).toBe('');
    expect(uncovered([socket('0.0.0.0', 587)], proxied)).toBe('0.0.0.0:587');
  });

  it('is not covered by the name of a remote server', () => {
    const name = 'mail.contoso.com';
    expect(uncovered([socket('0.0.0.0')], probing(name, 25, { direction: 'send' }))).toBe('0.0.0.0:25');
    const exported = probing(name, 25, { source: { inventory: 'exchange', place: 'connectors.json' } });
    expect(uncovered([socket('0.0.0.0')], exported)).toBe('0.0.0.0:25');
  });
});

describe('sockets that no connector covers', () => {
  it('are listed once, by port and address', () => {
    const sockets = [socket('::', 587), socket('::'), socket('0.0.0.0', 465), socket('0.0.0.0'), socket('0.0.0.0')];
    expect(uncovered(sockets)).toBe('0.0.0.0:25, [::]:25, 0.0.0.0:465, [::]:587');
  });

  it('are listed up to a number', () => {
    const sockets = Array.from({ length: 25 }, (_, at) => socket(`192.0.2.${at + 10}`));
    expect(uncovered(sockets)).toMatch(/^192\.0\.2\.10:25, .*, \+5$/);
  });

  it('are one server for each program; those without a name are the last', () => {
    const sockets = [socket('0.0.0.0', 995, 'stunnel'), socket('0.0.0.0', 993), socket('0.0.0.0'), socket('::')].concat(
      {
        ...socket('::', 4190),
        program: undefined,
      },
    );
    const servers = serversOf(sockets).map((server) => `${server.program}: ${socketText(listedSockets(server), 'en')}`);
    expect(servers).toEqual([
      'haraka: 0.0.0.0:993, 0.0.0.0:25, [::]:25',
      'stunnel: 0.0.0.0:995',
      'undefined: [::]:4190',
    ]);
  });
});

describe('the sockets of a server', () => {
  const listsOf = (sockets: readonly Listener[]): readonly ListedSockets[] => serversOf(sockets).map(listedSockets);
  const program = fc.option(fc.constantFrom('haraka', 'stunnel', 'cyrus'), { nil: undefined });

  it('are among those of other servers, whichever of their programs have names', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(program, program), { maxLength: 70 }), (programs) => {
        const one = listsOf(programs.map(([name], at) => ({ ...socket(`192.0.2.${at}`), program: name })));
        const other = listsOf(programs.map(([, name], at) => ({ ...socket(`192.0.2.${at}`), program: name })));
        for (const list of one) expect(areSocketsIn(list, other)).toBe(true);
      }),
    );
  });

  it('are not if one of them is new', () => {
    const listed = (...listeners: readonly string[]): ListedSockets => ({ listeners, moreListeners: 0 });
    expect(areSocketsIn(listed('0.0.0.0:25', '[::]:25'), [listed('0.0.0.0:25'), listed('0.0.0.0:993')])).toBe(false);
    expect(areSocketsIn(listed('0.0.0.0:25'), [])).toBe(false);
  });
});
