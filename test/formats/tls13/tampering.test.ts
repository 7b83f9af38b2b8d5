import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { RecordReader } from '../../../src/formats/tls13/records.ts';
import { Tls13Client, type Tls13Event } from '../../../src/formats/tls13/tls13-client.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { flightFor } from './server-side.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
/** A certificate with signatures of constant length, so that all flights have the same length. */
const LEAF = makeCertificate({ commonName: 'mx', key: 'ed25519', notBefore: NOON, notAfter: NOON + 1000 });
const GARBAGE = Buffer.from('1703030013', 'hex');

/** A modification of the server's flight during transmission. */
type Tampering = (flight: Buffer) => Buffer;

/** Returns the kinds of all events. Each error is a `failed`, and truncated data has no event. */
function kindsOf(client: Tls13Client, bytes: Buffer): string {
  const happenings: Tls13Event[] = [];
  // The data is sent in two parts, so that some record is incomplete at first.
  const half = bytes.length >> 1;
  for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) happenings.push(...client.receive(piece));
  return happenings.map(({ kind }) => kind).join();
}

function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

function recordsOf(flight: Buffer): readonly Buffer[] {
  const reader = new RecordReader();
  reader.add(flight);
  const records: Buffer[] = [];
  for (let next = reader.next(); next !== undefined; next = reader.next()) {
    if (next === 'too-long') throw new Error(next);
    records.push(Buffer.concat([next.header, next.body]));
  }
  return records;
}

/** Returns the flight of a new handshake, whose keys differ each time. */
function answer(client: Tls13Client): Buffer {
  const pack = (messages: readonly Buffer[]): readonly Buffer[] => messages;
  return Buffer.concat(flightFor(client.begin(), LEAF, { pack }).records);
}

function meet(tampering: Tampering): string {
  const client = new Tls13Client({ serverName: 'mx', keyType: 'any' });
  return kindsOf(client, tampering(answer(client)));
}

/**
 * Returns whether a byte belongs to the version in the header of an unencrypted record, which has
 * no meaning.
 */
const isFree = (flight: Buffer, at: number): boolean => {
  let start = 0;
  for (const record of recordsOf(flight)) {
    if (at === start + 1 || at === start + 2) return record[0] !== 23;
    start += record.length;
  }
  return false;
};

describe('a modified flight of a server', () => {
  it('succeeds without a modification', () => {
    expect(meet((flight) => flight)).toBe('send,secured');
  });

  it('never succeeds after a change of any bit', () => {
    const { length } = answer(new Tls13Client({ serverName: 'mx', keyType: 'any' }));
    for (let at = 0; at < length; at++) {
      let isRead = false;
      const kinds = meet((flight) => {
        isRead = !isFree(flight, at);
        return flipped(flight, at, at % 8);
      });
      // After an increase of a length, the client waits for more data.
      if (isRead) expect(['failed', ''], `byte ${at}`).toContain(kinds);
    }
  });

  it('never succeeds if a byte is missing, or there is one more', () => {
    const { length } = answer(new Tls13Client({ serverName: 'mx', keyType: 'any' }));
    for (let at = 0; at < length; at += 3) {
      const missing = meet((flight) => Buffer.concat([flight.subarray(0, at), flight.subarray(at + 1)]));
      expect(['failed', ''], `without byte ${at}`).toContain(missing);
      const more = meet((flight) => Buffer.concat([flight.subarray(0, at), Buffer.of(0), flight.subarray(at)]));
      expect(['failed', ''], `with one more at ${at}`).toContain(more);
    }
  });

  it('is awaited if it is truncated', () => {
    const { length } = answer(new Tls13Client({ serverName: 'mx', keyType: 'any' }));
    for (let at = 0; at < length; at += 5)
      expect(
        meet((flight) => flight.subarray(0, at)),
        `at ${at}`,
      ).toBe('');
  });
});

describe('modified records', () => {
  const count = recordsOf(answer(new Tls13Client({ serverName: 'mx', keyType: 'any' }))).length;
  /** The record of the ChangeCipherSpec, after the ServerHello and before four messages. */
  const CHANGE = 1;

  it.each(Array.from({ length: count }, (_, at) => at))('never succeed: record %i', (at) => {
    const of =
      (change: (records: readonly Buffer[]) => readonly Buffer[]): Tampering =>
      (flight) =>
        Buffer.concat(change(recordsOf(flight)));
    const dropped = meet(of((records) => records.toSpliced(at, 1)));
    const doubled = meet(of((records) => records.toSpliced(at, 0, records[at] ?? GARBAGE)));
    const inserted = meet(of((records) => records.toSpliced(at, 0, Buffer.concat([GARBAGE, Buffer.alloc(19, at)]))));
    const exchanged = meet(
      of((records) => records.map((_, turn) => records[turn === at ? at + 1 : turn === at + 1 ? at : turn] ?? GARBAGE)),
    );
    const isLast = at === count - 1;
    if (at === CHANGE) {
      // The ChangeCipherSpec is optional; it may occur twice, and earlier or later.
      expect([dropped, doubled, exchanged]).toEqual(Array.from({ length: 3 }, () => 'send,secured'));
    } else {
      expect(dropped).toBe(isLast ? '' : 'failed');
      // Data after a complete flight closes the session.
      expect(doubled).toBe(isLast ? 'send,secured,closed' : 'failed');
      if (at > CHANGE && !isLast) expect(exchanged).toBe('failed');
    }
    expect(inserted).toBe('failed');
  });
});

describe("a modified flight of Node's own server", () => {
  let totalBytes = 0;

  /**
   * Returns the events of a client that has received this many bytes. With 1, it also measures the
   * length of the flight for 100 ms.
   */
  async function meetNode(port: number, tampering: Tampering, bytes = totalBytes): Promise<string> {
    const client = new Tls13Client({ serverName: 'mx', keyType: 'any' });
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    try {
      socket.write(client.begin());
      let flight = Buffer.alloc(0);
      while (flight.length < bytes) {
        const [piece] = (await once(socket, 'data')) as [Buffer];
        flight = Buffer.concat([flight, piece]);
        if (bytes === 1) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          flight = Buffer.concat([flight, socket.read() ?? Buffer.alloc(0)]);
          totalBytes = flight.length;
        }
      }
      return kindsOf(client, tampering(flight));
    } finally {
      socket.destroy();
    }
  }

  it('never succeeds after a change of any bit', async () => {
    const { certificatePem: cert, privateKeyPem: key } = LEAF;
    const server = createServer({ cert, key }).on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(await meetNode(port, (flight) => flight, 1)).toBe('send,secured');
      expect(await meetNode(port, (flight) => flight)).toBe('send,secured');
      for (let at = 0; at < totalBytes; at += 2) {
        let isRead = false;
        const kinds = await meetNode(port, (flight) => {
          isRead = !isFree(flight, at);
          return flipped(flight, at, at % 7);
        });
        if (isRead) expect(['failed', ''], `byte ${at}`).toContain(kinds);
      }
    } finally {
      server.close();
    }
  });
});
