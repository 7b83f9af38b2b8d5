import { hash } from 'node:crypto';
import type { CipherSuite } from './cipher-suites.ts';

const INNER = 0x36;
const OUTER = 0x5c;
const BLOCK_BYTES = { sha256: 64, sha384: 128 } as const;

/**
 * Computes an HMAC in one call. A handshake needs some twenty, and node:crypto creates an object
 * for each, which is slower.
 * @param key not longer than a block of the hash
 * @see RFC 2104 section 2
 */
export function hmac(algorithm: CipherSuite['hash'], key: Buffer, text: Buffer): Buffer {
  const block = BLOCK_BYTES[algorithm];
  const inner = hash(algorithm, Buffer.concat([padded(key, block, INNER), text]), 'buffer');
  return hash(algorithm, Buffer.concat([padded(key, block, OUTER), inner]), 'buffer');
}

function padded(key: Buffer, block: number, pad: number): Buffer {
  const bytes = Buffer.alloc(block, pad);
  for (let at = 0; at < key.length; at++) bytes[at] = (key[at] ?? 0) ^ pad;
  return bytes;
}
