import { KEYSTORE_FAILURES } from '../../domain/failure/keystore-failures.ts';
import { TAG } from '../der/der.ts';
import { objectIdentifierText } from '../der/object-identifiers.ts';
import { type BerElement, BerError, bytesOf, expectNext } from '../pkcs7/ber.ts';

type Elements = Generator<BerElement, undefined>;

/** A long salt would slow down each derivation. */
const MAX_SALT_BYTES = 4096;

/** Returns the next OID, dotted. @throws {BerError} */
export function readObjectIdentifier(elements: Elements, part: string): string {
  const { bytes, start, end } = expectNext(elements, TAG.objectIdentifier, part);
  return objectIdentifierText(bytes, start, end);
}

/** Returns the next salt. @throws {BerError} */
export function readSalt(elements: Elements): Buffer {
  const salt = bytesOf(expectNext(elements, TAG.octetString, 'salt'));
  if (salt.length > MAX_SALT_BYTES) throw new BerError(KEYSTORE_FAILURES.salt_too_long({ bytes: salt.length }));
  return salt;
}

/** Returns the number of iterations in an INTEGER, at least 1. @throws {BerError} */
export function readIterations({ bytes, tag, start, end, head }: BerElement): number {
  const isPositive = (bytes[start] ?? 0) < 0x80 && end > start;
  if (tag !== TAG.integer || !isPositive) throw new BerError(KEYSTORE_FAILURES.iterations_not_positive({ byte: head }));
  let iterations = 0;
  for (let at = start; at < end; at++) iterations = iterations * 256 + (bytes[at] ?? 0);
  if (iterations === 0) throw new BerError(KEYSTORE_FAILURES.iterations_zero({ byte: head }));
  return iterations;
}
