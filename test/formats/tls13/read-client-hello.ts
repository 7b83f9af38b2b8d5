import { VectorReader } from '../../../src/formats/tls13/vector.ts';

/** The content of a ClientHello. */
export interface ReadHello {
  readonly recordVersion: number;
  readonly version: number;
  readonly random: Buffer;
  readonly sessionId: Buffer;
  readonly suites: readonly number[];
  readonly compressions: readonly number[];
  /** The codes of the extensions, in order. */
  readonly extensions: readonly number[];
  readonly serverName: string | undefined;
  readonly versions: readonly number[];
  readonly groups: readonly number[];
  readonly signatures: readonly number[];
  readonly certificateSignatures: readonly number[];
  /** The offered keys, each with its group. */
  readonly keys: readonly (readonly [group: number, key: Buffer])[];
  /** The whole message, with its header. */
  readonly message: Buffer;
}

/**
 * Parses a ClientHello in a single record.
 * @throws if it is not one, or has trailing data
 */
export function readClientHello(record: Buffer): ReadHello {
  const outer = new VectorReader(record);
  if (outer.uint(1) !== 22) throw new Error('no record of a handshake');
  const recordVersion = outer.uint(2);
  const message = outer.vector(2);
  const whole = new VectorReader(message);
  if (whole.uint(1) !== 1) throw new Error('no ClientHello');
  const hello = new VectorReader(whole.vector(3));
  const version = hello.uint(2);
  const random = hello.bytes(32);
  const sessionId = hello.vector(1);
  const suites = numbers(hello.vector(2), 2);
  const compressions = numbers(hello.vector(1), 1);
  const each = new VectorReader(hello.vector(2));
  if (!outer.isFullyRead || !whole.isFullyRead || !hello.isFullyRead) throw new Error('not exact');
  const extensions = new Map<number, Buffer>();
  while (each.remainingBytes > 0) extensions.set(each.uint(2), each.vector(2));
  if (!each.isFullyRead) throw new Error('its extensions are not exact');
  const list = (code: number, lengthBytes: 1 | 2): readonly number[] => {
    const content = extensions.get(code);
    return content === undefined ? [] : numbers(within(content, lengthBytes), 2);
  };
  const name = extensions.get(0);
  return {
    recordVersion,
    version,
    random,
    sessionId,
    suites,
    compressions,
    extensions: [...extensions.keys()],
    serverName: name === undefined ? undefined : nameIn(within(name, 2)),
    versions: list(43, 1),
    groups: list(10, 2),
    signatures: list(13, 2),
    certificateSignatures: list(50, 2),
    keys: keysIn(extensions.get(51)),
    message,
  };
}

/** Returns the content of the only vector in some bytes. */
function within(content: Buffer, lengthBytes: 1 | 2): Buffer {
  const reader = new VectorReader(content);
  const inside = reader.vector(lengthBytes);
  if (!reader.isFullyRead) throw new Error('a vector is not exact');
  return inside;
}

function numbers(content: Buffer, bytes: 1 | 2): readonly number[] {
  const reader = new VectorReader(content);
  const read: number[] = [];
  while (reader.remainingBytes > 0) read.push(reader.uint(bytes));
  if (!reader.isFullyRead) throw new Error('a list of numbers is not exact');
  return read;
}

function nameIn(list: Buffer): string {
  const reader = new VectorReader(list);
  if (reader.uint(1) !== 0) throw new Error('no host name');
  const name = reader.vector(2);
  if (!reader.isFullyRead) throw new Error('more than one name');
  return name.toString('latin1');
}

function keysIn(content: Buffer | undefined): ReadHello['keys'] {
  if (content === undefined) return [];
  const reader = new VectorReader(within(content, 2));
  const keys: (readonly [number, Buffer])[] = [];
  while (reader.remainingBytes > 0) keys.push([reader.uint(2), reader.vector(2)]);
  if (!reader.isFullyRead) throw new Error('its keys are not exact');
  return keys;
}
