import type { Parsed } from '../parsed.ts';
import { type DerReader, TAG } from './der.ts';

/**
 * The maximum size of a certificate, bytes. Real ones with some thousand names are much smaller.
 */
const MAX_BYTES = 0x100_0000;

/** Enters the single SEQUENCE that must fill all bytes. Returns the limit to pass to `close`. */
export function enterWhole(reader: DerReader, what: string): number {
  if (reader.bytes.length > MAX_BYTES) reader.fail('too_large', `it is larger than ${MAX_BYTES} bytes`);
  reader.expect(TAG.sequence, what);
  if (reader.more()) {
    reader.fail(
      'der_trailing_bytes',
      `trailing data at byte ${reader.position} (${reader.limit - reader.position} bytes)`,
    );
  }
  return reader.enter();
}

/** Returns the value, or the error of the reader as a problem at the location. */
export function parsedBy<T>(reader: DerReader, value: T | undefined, location: string): Parsed<T> {
  if (value !== undefined) return { kind: 'parsed', value };
  const { reason, detail } = reader.error ?? { reason: 'certificate_malformed', detail: '' };
  return { kind: 'problem', problem: { reason, location, detail } };
}
