import type { Parsed } from '../parsed.ts';
import { type DerReader, TAG } from './der.ts';

/** The largest certificates in use have some thousand names; no string could hold what a hostile one may claim. */
const MAX_OCTETS = 0x100_0000;

/** Goes into the one sequence that all the octets are, with nothing behind it. Answers the limit to give to `close`. */
export function enterWhole(reader: DerReader, what: string): number {
  if (reader.bytes.length > MAX_OCTETS) reader.fail('too_large', `it is larger than ${MAX_OCTETS} octets`);
  reader.expect(TAG.sequence, what);
  if (reader.more()) {
    reader.fail('der_trailing_bytes', `${reader.limit - reader.position} octets follow at ${reader.position}`);
  }
  return reader.enter();
}

/** What was made of what a reader read; undefined: the reader has a fault, which is a problem with that place. */
export function parsedBy<T>(reader: DerReader, value: T | undefined, location: string): Parsed<T> {
  if (value !== undefined) return { kind: 'parsed', value };
  const { reason, detail } = reader.fault ?? { reason: 'certificate_malformed', detail: '' };
  return { kind: 'problem', problem: { reason, location, detail } };
}
