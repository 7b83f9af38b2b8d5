import { type DerReader, TAG } from './der.ts';

/** The maximum size of a certificate or CSR. Certificates with some thousand names are smaller. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Enters the only SEQUENCE, which must fill all bytes of the reader. Returns the limit of the outer
 * element, for `close`.
 */
export function enterOnlySequence(reader: DerReader, part: string): number {
  if (reader.bytes.length > MAX_BYTES) reader.fail('too_large', `it is larger than ${MAX_BYTES} bytes`);
  reader.expect(TAG.sequence, part);
  // The reader is now after the SEQUENCE, so any data left follows it.
  if (reader.hasMore()) {
    reader.fail(
      'der_trailing_bytes',
      `trailing data at byte ${reader.position} (${reader.limit - reader.position} bytes)`,
    );
  }
  return reader.enter();
}
