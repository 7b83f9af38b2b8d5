import type { Problem } from '../../domain/failure/problem.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import type { Parsed } from '../parsed.ts';
import type { DerReader } from './der.ts';

/** Returns the value, or the error of the reader as a problem at the location. */
export function parsedOrProblem<T>(reader: DerReader, value: T | undefined, location: string): Parsed<T, Problem> {
  if (value !== undefined) return { kind: 'parsed', value };
  const { reason, failure } = reader.error ?? {
    reason: 'certificate_malformed',
    failure: SAID_FAILURES.said({ text: '' }),
  };
  return { kind: 'problem', problem: { reason, location, failure } };
}
