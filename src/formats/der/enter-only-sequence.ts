import { ENCODING_FAILURES } from '../../domain/failure/encoding-failures.ts';
import { type DerReader, TAG } from './der.ts';

/** The maximum size of a certificate or CSR. Certificates with some thousand names are smaller. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Enters the only SEQUENCE, which must fill all bytes of the reader. Returns the limit of the outer
 * element, for `close`.
 */
export function enterOnlySequence(reader: DerReader, part: string): number {
  if (reader.bytes.length > MAX_BYTES)
    reader.fail('too_large', ENCODING_FAILURES.data_larger_than({ limit: MAX_BYTES }));
  reader.expect(TAG.sequence, part);
  // The reader is now after the SEQUENCE, so any data left follows it.
  if (reader.hasMore()) {
    const { position: byte, limit } = reader;
    reader.fail('der_trailing_bytes', ENCODING_FAILURES.data_after_end({ byte, bytes: limit - byte }));
  }
  return reader.enter();
}
