import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Problem } from '../../../domain/failure/problem.ts';
import { decodePrivateKey } from '../../../formats/pem/parse-pem.ts';
import { extractPublicKey } from '../../../formats/private-key/extract-public-key.ts';
import { malformedKey, type PrivateKeyBlock, withPrivateKey } from './with-private-key.ts';

type PublicKeyReading =
  | { readonly kind: 'public-key'; readonly key: KeyObject }
  | { readonly kind: 'problem'; readonly problem: Problem };

/**
 * Derives the public key of a private key, and overwrites the bytes of the private key. Most
 * encodings include the public key, which is then copied from them. OpenSSL decodes the private key
 * only if its encoding has no public key, because OpenSSL leaves copies of decoded keys in memory.
 */
export function derivePublicKey(block: PrivateKeyBlock, location: string): PublicKeyReading {
  const embedded = block.protection === 'encrypted' ? undefined : embeddedPublicKey(block);
  if (embedded === undefined) {
    return withPrivateKey(block, location, (key) => ({ kind: 'public-key', key: createPublicKey(key) }));
  }
  block.bytes.fill(0);
  try {
    return { kind: 'public-key', key: createPublicKey({ key: embedded, format: 'der', type: 'spki' }) };
  } catch (error) {
    return { kind: 'problem', problem: malformedKey(location, error) };
  }
}

/** Returns the SubjectPublicKeyInfo (DER); undefined if the encoding does not include it. */
function embeddedPublicKey({ bytes, label }: PrivateKeyBlock): Buffer | undefined {
  if (label === undefined) return extractPublicKey(bytes);
  const der = decodePrivateKey(bytes);
  const embedded = der && extractPublicKey(der);
  der?.fill(0);
  return embedded;
}
