import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { element, objectIdentifier, sequence } from '../../fixtures/write-der.ts';

/** The password of the files and keys that `writeJks` writes. */
export const PASSWORD = 'sécret-1';

/** An entry: a key with its certificates, or a trusted certificate. */
export interface EntryWish {
  readonly alias: string;
  readonly key?: KeyObject;
  readonly certificates: readonly Buffer[];
}

const sha1 = (...parts: readonly Buffer[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest();
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length).subarray(2), bytes]);
}

const sized = (bytes: Buffer): Buffer => Buffer.concat([number(bytes.length), bytes]);

function protect(key: KeyObject): Buffer {
  const plain = key.export({ type: 'pkcs8', format: 'der' });
  const [word, salt] = [wide(PASSWORD), randomBytes(20)];
  let stream = sha1(word, salt);
  while (stream.length < plain.length) stream = Buffer.concat([stream, sha1(word, stream.subarray(-20))]);
  const encrypted = plain.map((byte, at) => byte ^ (stream[at] ?? 0));
  const contents = Buffer.concat([salt, encrypted, sha1(word, plain)]);
  return sequence(sequence(objectIdentifier('1.3.6.1.4.1.42.2.17.1.1'), element(0x05)), element(0x04, contents));
}

/** Returns a Java keystore, which is written without Java. */
export function writeJks(entries: readonly EntryWish[], version = 2): Buffer {
  const certificate = (der: Buffer): Buffer =>
    Buffer.concat([version === 1 ? Buffer.alloc(0) : text('X.509'), sized(der)]);
  const body = Buffer.concat([
    Buffer.from('feedfeed', 'hex'),
    number(version),
    number(entries.length),
    ...entries.flatMap(({ alias, key, certificates }) => [
      number(key === undefined ? 2 : 1),
      text(alias),
      Buffer.alloc(8),
      ...(key === undefined ? [] : [sized(protect(key)), number(certificates.length)]),
      ...certificates.map(certificate),
    ]),
  ]);
  return Buffer.concat([body, sha1(wide(PASSWORD), Buffer.from('Mighty Aphrodite'), body)]);
}
