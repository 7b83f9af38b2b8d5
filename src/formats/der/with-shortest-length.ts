import { DerReader, firstElementLength, TAG } from './der.ts';

/** The length of the end-of-contents element, which ends an indefinite length. */
const END_OF_CONTENTS_BYTES = 2;
/** The length of the tag and of the byte 0x80, which starts an indefinite length. */
const INDEFINITE_HEADER_BYTES = 2;

/**
 * Returns a certificate whose outermost SEQUENCE has the shortest definite length. OpenSSL reads an
 * indefinite length (BER) and a longer form there, but writes the shortest form before it
 * calculates a fingerprint or sends the certificate. Bytes after the certificate are kept. Returns
 * the same buffer if nothing changes.
 */
export function withShortestLength(bytes: Buffer): Buffer {
  const end = firstElementLength(bytes);
  if (end === undefined || bytes[0] !== TAG.sequence) return bytes;
  const reader = new DerReader(bytes);
  // `next` returns the tag, or 0 if it rejects the element. `firstElementLength` has accepted the
  // rest, so the reader rejects only an indefinite length.
  const isDefinite = reader.next() !== 0;
  // Where the contents start.
  const start = isDefinite ? reader.start : INDEFINITE_HEADER_BYTES;
  const contents = bytes.subarray(start, isDefinite ? end : end - END_OF_CONTENTS_BYTES);
  const header = sequenceHeader(contents.length);
  return isDefinite && header.length === start ? bytes : Buffer.concat([header, contents, bytes.subarray(end)]);
}

/** Returns the tag and the shortest length of a SEQUENCE. @see ITU-T X.690 section 10.1 */
function sequenceHeader(length: number): Buffer {
  if (length < 0x80) return Buffer.from([TAG.sequence, length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 0x100)) bytes.unshift(rest % 0x100);
  return Buffer.from([TAG.sequence, 0x80 + bytes.length, ...bytes]);
}
