import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type LookupFunction, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEventSink } from '../../../src/adapters/log/open-event-sink.ts';
import { createLookup } from '../../../src/adapters/starttls/create-lookup.ts';
import type { NameSources } from '../../../src/adapters/starttls/resolve-addresses.ts';
import type { EventSink } from '../../../src/work/ports/outputs.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { EN, JA, NO_CERTIFICATE } from '../../formats/event/records.ts';
import { freePort } from '../../peers/free-port.ts';
import { type DnsServer, dnsServer } from '../starttls/dns-server.ts';
import { Collected, GO, records } from './outputs.ts';

interface Listening extends AsyncDisposable {
  readonly port: number;
  readonly sockets: readonly Socket[];
  readonly bytes: () => Buffer;
}

/** Starts a TCP server that keeps its input. */
async function listening(host = '127.0.0.1', port = 0): Promise<Listening> {
  const sockets: Socket[] = [];
  const pieces: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined).on('data', (piece) => pieces.push(piece)));
  }).listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    bytes: () => Buffer.concat(pieces),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Receiving extends AsyncDisposable {
  readonly port: number;
  /** The number of received messages. */
  readonly count: () => number;
}

/** Starts a receiver for `tcp` or `udp`, by default on a free port of 127.0.0.1. */
async function receiving(way: string, at = { address: '127.0.0.1', port: 0 }): Promise<Receiving> {
  if (way === 'tcp') {
    const server = await listening();
    const end = (): PromiseLike<void> => server[Symbol.asyncDispose]();
    return { port: server.port, count: () => counted(server.bytes()).length, [Symbol.asyncDispose]: end };
  }
  const socket = createSocket('udp4').bind(at.port, at.address);
  await once(socket, 'listening');
  let count = 0;
  socket.on('message', () => {
    count += 1;
  });
  const { port } = socket.address();
  return {
    port,
    count: () => count,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

/**
 * Returns the messages of a stream, and checks that nothing remains.
 * @see RFC 6587 section 3.4.1
 */
function counted(bytes: Buffer): readonly string[] {
  const messages: string[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const space = rest.indexOf(' ');
    const length = Number(rest.subarray(0, space).toString());
    expect(rest.length).toBeGreaterThanOrEqual(space + 1 + length);
    messages.push(rest.subarray(space + 1, space + 1 + length).toString());
    rest = rest.subarray(space + 1 + length);
  }
  return messages;
}

const numbers = (messages: readonly string[]): readonly number[] =>
  messages.map((message) => Number(/ recordId="(\d+)"/.exec(message)?.[1]));

/** @param names the sources of host names; undefined: those of the system */
function sinkTo(address: string, rendering = EN, names?: NameSources): EventSink {
  const output = { type: 'syslog', format: 'line', address, facility: 'mail', caFile: undefined } as const;
  return openEventSink(
    output,
    rendering,
    { stdout: new Collected(), ...(names && { createLookup: lookUpIn(names) }) },
    {},
  );
}

const lookUpIn =
  (names: NameSources) =>
  (signal: AbortSignal): LookupFunction =>
    createLookup(signal, names);

describe('syslog as a log output', () => {
  it('keeps its position by its address', async () => {
    await using sink = sinkTo('udp://127.0.0.1:514');
    expect([sink.name, sink.resumesAfterRestart]).toEqual(['syslog:udp://127.0.0.1:514', true]);
  });

  it('over TCP uses octet counting, and keeps its connection and the order', async () => {
    await using server = await listening();
    await using sink = sinkTo(`tcp://127.0.0.1:${server.port}`, JA);
    await sink.write(records(1, 300), GO);
    await sink.write(records(301, 300), GO);
    await vi.waitFor(() => expect(numbers(counted(server.bytes())).at(-1)).toBe(600));
    expect(numbers(counted(server.bytes()))).toEqual(records(1, 600).map(({ eventRecordId }) => eventRecordId));
    expect(counted(server.bytes())[0]).toContain('\ufeffエラー');
    expect(server.sockets).toHaveLength(1);
  });

  it('reaches an IPv6 address', async () => {
    await using server = await listening('::1');
    await using sink = sinkTo(`tcp://[::1]:${server.port}`);
    await sink.write([NO_CERTIFICATE], GO);
    await vi.waitFor(() => expect(counted(server.bytes())).toHaveLength(1));
  });

  it('over UDP is a datagram a record', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const messages: string[] = [];
    socket.on('message', (message) => messages.push(message.toString()));
    await using sink = sinkTo(`udp://127.0.0.1:${socket.address().port}`);
    await sink.write(records(1, 5), GO);
    await vi.waitFor(() => expect(numbers(messages)).toEqual([1, 2, 3, 4, 5]));
    socket.close();
  });

  it('connects again when the server has closed the connection', async () => {
    const port = await freePort();
    {
      await using server = await listening('127.0.0.1', port);
      await using sink = sinkTo(`tcp://127.0.0.1:${port}`);
      await sink.write(records(1, 1), GO);
      await vi.waitFor(() => expect(server.sockets).toHaveLength(1));
      const [first] = server.sockets;
      first?.end();
      await once(first as Socket, 'close');
      await sink.write(records(2, 1), GO);
      await vi.waitFor(() => expect(numbers(counted(server.bytes()))).toEqual([1, 2]));
    }
    await using sink = sinkTo(`tcp://127.0.0.1:${port}`);
    await expect(sink.write(records(3, 1), GO)).rejects.toMatchObject({
      code: 'log_output',
      message: expect.stringMatching(`^cannot send to tcp://127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`),
    });
  });

  it.each(['tls', 'tcp'])('that hangs ends soon after the signal: %s', async (way) => {
    await using server = await listening();
    const stop = new AbortController();
    let stoppedAt = 0;
    {
      await using sink = sinkTo(`${way}://127.0.0.1:${server.port}`);
      // Over TLS the server sends no response; over TCP it stops reading.
      const writing = sink.write(records(1, way === 'tls' ? 1 : 20_000), stop.signal);
      await vi.waitFor(() => expect(server.sockets).toHaveLength(1));
      server.sockets[0]?.pause();
      stoppedAt = performance.now();
      stop.abort();
      await expect(writing).rejects.toThrow('aborted');
    }
    expect(performance.now() - stoppedAt).toBeLessThan(3000);
  });

  it('fails when the name does not exist', async () => {
    for (const way of ['udp', 'tcp']) {
      await using sink = sinkTo(`${way}://missing.invalid:514`);
      await expect(sink.write(records(1, 1), GO)).rejects.toThrow(`cannot send to ${way}://missing.invalid:514: `);
    }
  });
});

describe('the name of a syslog server', () => {
  let directory: TemporaryDirectory;
  let nameServer: DnsServer;
  let names: NameSources;
  beforeEach(async () => {
    directory = temporaryDirectory();
    nameServer = await dnsServer({
      'far.contoso.com': { A: ['127.0.0.1'] },
      // Only the hosts file has the address of the receiver.
      'near.contoso.com': { A: ['192.0.2.1'] },
      ...Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`silent${at}.contoso.com`, 'nothing'] as const)),
    });
    names = { hostsFile: directory.write('hosts', '127.0.0.1 near.contoso.com\n'), nameServers: [nameServer.address] };
  });
  afterEach(async () => {
    await nameServer[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  it.each(['udp', 'tcp'])('is resolved with the hosts file, else by name servers: %s', async (way) => {
    await using server = await receiving(way);
    for (const [host, questions] of [
      ['near.contoso.com', []],
      ['far.contoso.com', ['far.contoso.com A', 'far.contoso.com AAAA']],
    ] as const) {
      await using sink = sinkTo(`${way}://${host}:${server.port}`, EN, names);
      const before = server.count();
      await sink.write(records(1, 3), GO);
      await vi.waitFor(() => expect(server.count()).toBe(before + 3));
      expect([...nameServer.asked].sort()).toEqual(questions);
    }
  });

  it('is resolved again once a minute over UDP, which reports no missing server; while that fails, nothing changes', async () => {
    directory.write('hosts', '127.0.0.1 moves.contoso.com\n');
    await using before = await receiving('udp');
    await using after = await receiving('udp', { address: '127.0.0.2', port: before.port });
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    try {
      await using sink = sinkTo(`udp://moves.contoso.com:${before.port}`, EN, names);
      const counts = async (minutes: number): Promise<readonly number[]> => {
        const sent = before.count() + after.count();
        now.mockReturnValue(minutes * 60_000);
        await sink.write(records(1, 1), GO);
        await vi.waitFor(() => expect(before.count() + after.count()).toBe(sent + 1));
        return [before.count(), after.count()];
      };
      expect(await counts(1)).toEqual([1, 0]);
      directory.write('hosts', '127.0.0.2 moves.contoso.com\n');
      expect(await counts(1.9)).toEqual([2, 0]);
      expect(await counts(2)).toEqual([2, 1]);
      expect(await counts(3.5)).toEqual([2, 2]);
      directory.write('hosts', '');
      expect(await counts(5)).toEqual([2, 3]);
    } finally {
      now.mockRestore();
    }
  });

  it('is the one that TLS requires in the certificate', async () => {
    const asked: (string | false | null)[] = [];
    const server = createTlsServer({
      SNICallback: (name, done) => {
        asked.push(name);
        done(new Error('nothing is served'));
      },
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await using sink = sinkTo(`tls://far.contoso.com:${(server.address() as AddressInfo).port}`, EN, names);
    await expect(sink.write(records(1, 1), GO)).rejects.toThrow('cannot send to tls://far.contoso.com:');
    expect(asked).toEqual(['far.contoso.com']);
    server.close();
  });

  it('that does not exist is reported as such', async () => {
    for (const way of ['udp', 'tcp']) {
      await using sink = sinkTo(`${way}://missing.contoso.com:514`, EN, names);
      await expect(sink.write(records(1, 1), GO)).rejects.toThrow(
        `cannot send to ${way}://missing.contoso.com:514: cannot resolve missing.contoso.com: the name does not exist`,
      );
    }
  });

  it('with a silent name server does not delay reachable ones, however many there are, and ends with the signal', async () => {
    const stop = new AbortController();
    const ended: string[] = [];
    const silent = Array.from({ length: 8 }, async (_, at) => {
      await using sink = sinkTo(`${at % 2 === 0 ? 'udp' : 'tcp'}://silent${at}.contoso.com:514`, EN, names);
      await sink.write(records(1, 1), stop.signal).catch((error: Error) => ended.push(error.message));
    });
    await expect.poll(() => new Set(nameServer.asked).size, { timeout: 20_000 }).toBe(16);
    for (const way of ['udp', 'tcp']) {
      await using server = await receiving(way);
      await using sink = sinkTo(`${way}://near.contoso.com:${server.port}`, EN, names);
      await sink.write(records(1, 2), GO);
      await vi.waitFor(() => expect(server.count()).toBe(2));
    }
    // Name resolution does not use Node's thread pool, so that a file can be read meanwhile.
    await readFile(names.hostsFile);
    expect(ended).toEqual([]);
    const stoppedAt = performance.now();
    stop.abort();
    await Promise.all(silent);
    expect(ended).toHaveLength(8);
    expect(performance.now() - stoppedAt).toBeLessThan(3000);
  });
});

describe('the journal as a log output', () => {
  it.each([
    ['was handed over', {}],
    ['was handed over to this process', { LISTEN_PID: '1', LISTEN_FDS: '1', LISTEN_FDNAMES: 'journal' }],
    ['has its name', { LISTEN_PID: String(process.pid), LISTEN_FDS: '1', LISTEN_FDNAMES: 'http' }],
    ['is one', { LISTEN_PID: String(process.pid), LISTEN_FDS: '999', LISTEN_FDNAMES: `${'x:'.repeat(999)}journal` }],
  ])('names the missing setting of the unit if no socket %s', async (_, environment) => {
    await using sink = openEventSink({ type: 'journal' }, EN, { stdout: new Collected() }, environment);
    expect([sink.name, sink.resumesAfterRestart]).toEqual(['journal-fields', true]);
    await expect(sink.write([NO_CERTIFICATE], GO)).rejects.toMatchObject({
      code: 'log_output',
      message: expect.stringContaining('OpenFile=/run/systemd/journal/socket:journal:graceful'),
    });
  });
});
