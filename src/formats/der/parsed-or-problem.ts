import type { Parsed } from '../parsed.ts';
import type { DerReader } from './der.ts';

/** Returns the value, or the error of the reader as a problem at the location. */
export function parsedOrProblem<T>(reader: DerReader, value: T | undefined, location: string): Parsed<T> {
  if (value !== undefined) return { kind: 'parsed', value };
  const { reason, detail } = reader.error ?? { reason: 'certificate_malformed', detail: '' };
  return { kind: 'problem', problem: { reason, location, detail } };
}
