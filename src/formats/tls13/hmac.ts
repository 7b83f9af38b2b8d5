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
  const blockBytes = BLOCK_BYTES[algorithm];
  const inner = hash(algorithm, Buffer.concat([xorPadded(key, blockBytes, INNER), text]), 'buffer');
  return hash(algorithm, Buffer.concat([xorPadded(key, blockBytes, OUTER), inner]), 'buffer');
}

/** Returns the key, padded with zeros to the block length, XOR the pad byte. */
function xorPadded(key: Buffer, blockBytes: number, padByte: number): Buffer {
  const bytes = Buffer.alloc(blockBytes, padByte);
  for (let index = 0; index < key.length; index++) bytes[index] = (key[index] ?? 0) ^ padByte;
  return bytes;
}
