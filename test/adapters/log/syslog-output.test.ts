import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { openEventSink } from '../../../src/adapters/log/open-event-sink.ts';
import type { EventSink } from '../../../src/work/ports.ts';
import { EN, JA, NO_CERTIFICATE } from '../../formats/event/records.ts';
import { freePort } from '../../peers/free-port.ts';
import { Collected, GO, records } from './outputs.ts';

interface Listening extends AsyncDisposable {
  readonly port: number;
  readonly sockets: readonly Socket[];
  readonly octets: () => Buffer;
}

/** A TCP server that keeps what it gets. */
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
    octets: () => Buffer.concat(pieces),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The messages of a stream, and what is left over. @see RFC 6587 section 3.4.1 */
function counted(octets: Buffer): readonly string[] {
  const messages: string[] = [];
  let rest = octets;
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

function sinkTo(address: string, rendering = EN): EventSink {
  const output = { to: 'syslog', format: 'line', address, facility: 'mail', caFile: undefined } as const;
  return openEventSink(output, rendering, { stdout: new Collected() }, {});
}

describe('syslog as a log output', () => {
  it('keeps its place under its address', async () => {
    await using sink = sinkTo('udp://127.0.0.1:514');
    expect([sink.name, sink.durable]).toEqual(['syslog:udp://127.0.0.1:514', true]);
  });

  it('over TCP counts octets, and keeps its connection and the order', async () => {
    await using server = await listening();
    await using sink = sinkTo(`tcp://127.0.0.1:${server.port}`, JA);
    await sink.write(records(1, 300), GO);
    await sink.write(records(301, 300), GO);
    await vi.waitFor(() => expect(numbers(counted(server.octets())).at(-1)).toBe(600));
    expect(numbers(counted(server.octets()))).toEqual(records(1, 600).map(({ eventRecordId }) => eventRecordId));
    expect(counted(server.octets())[0]).toContain('\ufeffエラー');
    expect(server.sockets).toHaveLength(1);
  });

  it('reaches an IPv6 address', async () => {
    await using server = await listening('::1');
    await using sink = sinkTo(`tcp://[::1]:${server.port}`);
    await sink.write([NO_CERTIFICATE], GO);
    await vi.waitFor(() => expect(counted(server.octets())).toHaveLength(1));
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

  it('connects anew when the server has hung up', async () => {
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
      await vi.waitFor(() => expect(numbers(counted(server.octets()))).toEqual([1, 2]));
    }
    await using sink = sinkTo(`tcp://127.0.0.1:${port}`);
    await expect(sink.write(records(3, 1), GO)).rejects.toMatchObject({
      code: 'log_output',
      message: expect.stringMatching(`^sending to tcp://127\\.0\\.0\\.1:${port}: .*ECONNREFUSED`),
    });
  });

  it.each(['tls', 'tcp'])('that hangs ends soon after the signal: %s', async (way) => {
    await using server = await listening();
    const stop = new AbortController();
    let stoppedAt = 0;
    {
      await using sink = sinkTo(`${way}://127.0.0.1:${server.port}`);
      // Of TLS not a word comes back; of TCP nothing is read any more.
      const writing = sink.write(records(1, way === 'tls' ? 1 : 20_000), stop.signal);
      await vi.waitFor(() => expect(server.sockets).toHaveLength(1));
      server.sockets[0]?.pause();
      stoppedAt = performance.now();
      stop.abort();
      await expect(writing).rejects.toThrow('aborted');
    }
    expect(performance.now() - stoppedAt).toBeLessThan(3000);
  });

  it('says so when nobody has that name', async () => {
    for (const way of ['udp', 'tcp']) {
      await using sink = sinkTo(`${way}://nobody.invalid:514`);
      await expect(sink.write(records(1, 1), GO)).rejects.toThrow(`sending to ${way}://nobody.invalid:514: `);
    }
  });
});

describe('the journal as a log output', () => {
  it.each([
    ['was handed over', {}],
    ['was handed over to this process', { LISTEN_PID: '1', LISTEN_FDS: '1', LISTEN_FDNAMES: 'journal' }],
    ['has its name', { LISTEN_PID: String(process.pid), LISTEN_FDS: '1', LISTEN_FDNAMES: 'http' }],
    ['is one', { LISTEN_PID: String(process.pid), LISTEN_FDS: '999', LISTEN_FDNAMES: `${'x:'.repeat(999)}journal` }],
  ])('says what the unit lacks where no socket %s', async (_, environment) => {
    await using sink = openEventSink({ to: 'journal' }, EN, { stdout: new Collected() }, environment);
    expect([sink.name, sink.durable]).toEqual(['journal-fields', true]);
    await expect(sink.write([NO_CERTIFICATE], GO)).rejects.toMatchObject({
      code: 'log_output',
      message: expect.stringContaining('OpenFile=/run/systemd/journal/socket:journal:graceful'),
    });
  });
});
