import { lookup } from 'node:dns';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { TcpTarget } from '../../../src/adapters/log/tcp-target.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** More text than the system buffers for a peer that does not read. */
const LARGE = 'x'.repeat(20_000_000);

interface Silent extends AsyncDisposable {
  readonly target: TcpTarget;
  readonly sockets: readonly Socket[];
}

/** Returns a peer that accepts connections, and then neither reads nor writes. */
async function silent(way: string): Promise<Silent> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.pause().on('error', () => undefined)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const target = new TcpTarget({
    ...{ name: `${way}://127.0.0.1:${port}`, host: '127.0.0.1', port, createLookup: () => lookup },
    loadTrustedRoots: way === 'tls' ? async () => undefined : undefined,
  });
  return {
    target,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

/** Returns the number of sockets of this process, including those of its servers. */
function socketsHeld(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
    } catch {
      // The descriptor that is used to read the directory.
      return false;
    }
  }).length;
}

/** Returns the result of an append, with timers advanced by some ms after the connection. */
async function outcomeAfter(ms: number, promise: Promise<void>, peer: Silent, connections: number): Promise<unknown> {
  const settled = promise.then(
    () => 'appended',
    (error: unknown) => error,
  );
  await vi.waitFor(() => expect(peer.sockets).toHaveLength(connections));
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(ms);
  return settled;
}

it.each([
  ['tcp', 'does not read', LARGE],
  ['tls', 'says nothing of TLS', 'x'],
])('each attempt over %s to a peer that %s ends with its connection', async (way, _, text) => {
  await using peer = await silent(way);
  const before = socketsHeld();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (const tries of [1, 2, 3]) {
    const outcome = await outcomeAfter(10_000, peer.target.append([text]), peer, tries);
    expect(outcome).toMatchObject({ cause: { code: 'ETIMEDOUT' } });
  }
  // The remaining sockets belong to the peer.
  await vi.waitFor(() => expect(socketsHeld()).toBe(before + 3));
});

it('a target is closed soon, whatever is still to be sent to a peer that does not read', async () => {
  await using peer = await silent('tcp');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const appended = peer.target.append([LARGE]);
  await vi.waitFor(() => expect(peer.sockets).toHaveLength(1));
  peer.target.close();
  expect(await outcomeAfter(2000, appended, peer, 1)).toMatchObject({ cause: { code: 'ECONNRESET' } });
});

it('a target fails when the peer closes the connection during a batch', async () => {
  await using peer = await silent('tcp');
  const appended = peer.target.append([LARGE]);
  await vi.waitFor(() => expect(peer.sockets).toHaveLength(1));
  peer.sockets[0]?.end();
  await expect(appended).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
});

it('a target sends its closing message after the abandoned one', async () => {
  await using peer = await silent('tcp');
  const appended = peer.target.append([LARGE]);
  await vi.waitFor(() => expect(peer.sockets).toHaveLength(1));
  peer.target.abandon();
  await expect(appended).rejects.toThrow('closed');
  await peer.target.append(['last']);
  peer.target.close();
});
