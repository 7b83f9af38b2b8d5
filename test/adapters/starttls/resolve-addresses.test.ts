import { describe, expect, it } from 'vitest';
import type { ConnectionProblem } from '../../../src/adapters/starttls/connection-problem.ts';
import { type HostAddresses, resolveAddresses } from '../../../src/adapters/starttls/resolve-addresses.ts';
import { CONVERSATION_FAILURES } from '../../../src/domain/failure/conversation-failures.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { saying } from '../../domain/failure/saying.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { dnsServer, type KnownName } from './dns-server.ts';
import { NEVER } from './probe-samples.ts';

const HOSTS = `127.0.0.1 localhost
127.0.1.1 mail01.contoso.com mail01 # this computer
::1 MAIL01.contoso.com
nonsense broken.contoso.com
# 192.0.2.1 commented.contoso.com
`;

const many = (front: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${front}${at + 1}`);

const NAMES: Readonly<Record<string, KnownName>> = {
  'mx.contoso.com': { A: ['192.0.2.1', '192.0.2.2', '192.0.2.1'], AAAA: ['2001:db8:0:0:0:0:0:1'] },
  'six.contoso.com': { AAAA: ['2001:db8:0:0:0:0:0:1'] },
  'four.contoso.com': { A: ['192.0.2.1'] },
  'mail01.contoso.com': { A: ['192.0.2.9'] },
  'broken.contoso.com': { A: ['192.0.2.1'] },
  'none.contoso.com': {},
  'half.contoso.com': { A: ['192.0.2.1'], AAAA: 'nothing' },
  'failing.contoso.com': { A: ['192.0.2.1'], AAAA: 'fails' },
  'failing4.contoso.com': { A: 'fails', AAAA: ['2001:db8:0:0:0:0:0:1'] },
  'silent.contoso.com': 'nothing',
  'many.contoso.com': { A: many('192.0.2.', 25) },
  'more.contoso.com': { A: many('192.0.2.', 20), AAAA: many('2001:db8:0:0:0:0:0:', 20) },
};

async function resolve(
  host: string,
  timeoutMs = 20_000,
  signal: AbortSignal = NEVER,
): Promise<{ readonly found: HostAddresses | ConnectionProblem; readonly asked: readonly string[] }> {
  using directory = temporaryDirectory();
  await using server = await dnsServer(NAMES);
  const sources = { hostsFile: directory.write('hosts', HOSTS), nameServers: [server.address] };
  return { found: await resolveAddresses(host, timeoutMs, signal, sources), asked: server.asked };
}

describe('the addresses of a name', () => {
  it.each([
    ['mx.contoso.com', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
    ['six.contoso.com', ['2001:db8::1']],
    ['four.contoso.com', ['192.0.2.1']],
    ['broken.contoso.com', ['192.0.2.1']],
    ['many.contoso.com', many('192.0.2.', 25)],
  ])('are all its A and AAAA records, each once: %s', async (host, addresses) => {
    const { found, asked } = await resolve(host);
    expect(found).toEqual({ addresses, problems: [] });
    expect([...asked].sort()).toEqual([`${host} A`, `${host} AAAA`]);
  });

  it.each(['192.0.2.7', '2001:db8::7', 'fe80::1%lo'])(
    'of %s is the address itself, without a query',
    async (address) => {
      expect(await resolve(address)).toEqual({ found: { addresses: [address], problems: [] }, asked: [] });
    },
  );

  it.each(['mail01.contoso.com', 'Mail01.Contoso.COM'])(
    'of %s are those of the hosts file, if it has some',
    async (host) => {
      expect(await resolve(host)).toEqual({ found: { addresses: ['127.0.1.1', '::1'], problems: [] }, asked: [] });
    },
  );

  it('are finally those of the system resolver: localhost needs no name server', async () => {
    using directory = temporaryDirectory();
    await using server = await dnsServer(NAMES);
    const sources = { hostsFile: directory.at('none'), nameServers: [server.address] };
    const found = await resolveAddresses('localhost', 20_000, NEVER, sources);
    expect('addresses' in found && found.addresses).toContain('127.0.0.1');
  });

  it.each(['none.contoso.com', 'unknown.invalid', 'a..b'])('of %s are none: the host is not found', async (host) => {
    expect((await resolve(host)).found).toMatchObject({
      reason: 'host_not_found',
      failure: saying(expect.stringContaining(host)),
    });
  });

  it('of one query are returned although the other gets no response, with a note', async () => {
    const { found } = await resolve('half.contoso.com', 300);
    expect(found).toMatchObject({ addresses: ['192.0.2.1'], problems: [{ reason: 'timed_out' }], incompleteFamily: 6 });
  });

  it.each([
    ['failing.contoso.com', '192.0.2.1', 6],
    ['failing4.contoso.com', '2001:db8::1', 4],
  ] as const)('may be incomplete for the family whose query fails: %s', async (host, address, incompleteFamily) => {
    const { found } = await resolve(host);
    expect(found).toMatchObject({ addresses: [address], problems: [{ reason: 'host_not_found' }], incompleteFamily });
  });

  it('are not awaited beyond the deadline', async () => {
    expect((await resolve('silent.contoso.com', 300)).found).toMatchObject({ reason: 'timed_out' });
  });

  it('are limited to the first 32, with a note', async () => {
    const { found } = await resolve('more.contoso.com');
    if ('reason' in found) throw new Error(failureText(found.failure, 'en'));
    expect(found.addresses).toHaveLength(32);
    expect(found.problems).toEqual([
      {
        reason: 'too_large',
        failure: CONVERSATION_FAILURES.addresses_too_many({ host: 'more.contoso.com', count: 40, limit: 32 }),
      },
    ]);
    expect(found.incompleteFamily).toBeUndefined();
  });

  it('are not requested any more when the signal is aborted', async () => {
    const stop = new AbortController();
    const resolving = resolve('silent.contoso.com', 20_000, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(resolving).rejects.toThrow('stopped');
  });
});
