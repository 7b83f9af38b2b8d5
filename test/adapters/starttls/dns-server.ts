import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** The records of a name; 'nothing': no response. Other names do not exist. */
export type KnownName =
  | { readonly A?: readonly string[] | 'fails'; readonly AAAA?: readonly string[] | 'nothing' | 'fails' }
  | 'nothing';

export interface DnsServer extends AsyncDisposable {
  /** The address in the form `127.0.0.1:5353`. */
  readonly address: string;
  readonly asked: readonly string[];
}

const SERVER_FAILURE = 2;
const NOT_FOUND = 3;
const TYPES: Readonly<Record<number, 'A' | 'AAAA'>> = { 1: 'A', 28: 'AAAA' };

/**
 * Starts a server that answers questions for addresses over UDP.
 * @see RFC 1035 section 4.1
 */
export async function dnsServer(names: Readonly<Record<string, KnownName>>): Promise<DnsServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const { name, type, end } = questionOf(question);
    asked.push(`${name} ${TYPES[type]}`);
    const known = names[name];
    const addresses = known === 'nothing' ? 'nothing' : known?.[TYPES[type] ?? 'A'];
    if (addresses === 'nothing') return;
    const records = (addresses === 'fails' ? [] : (addresses ?? [])).map((one) => record(type, one));
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180 | (addresses === 'fails' ? SERVER_FAILURE : known === undefined ? NOT_FOUND : 0), 2);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([head, question.subarray(12, end), ...records]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

function questionOf(bytes: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    labels.push(bytes.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: bytes.readUInt16BE(at + 1), end: at + 5 };
}

function record(type: number, address: string): Buffer {
  const bytes = isIPv4(address)
    ? Buffer.from(address.split('.').map(Number))
    : Buffer.from(
        address
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
        'hex',
      );
  // A pointer to the name in the question, at byte 12; class IN; 60 s.
  const head = Buffer.from('c00c0000000100000000003c0000', 'hex').subarray(0, 12);
  head.writeUInt16BE(type, 2);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(bytes.length, 10);
  return Buffer.concat([head, bytes]);
}
