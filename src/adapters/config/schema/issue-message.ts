import type { Failure } from '../../../domain/failure/failure.ts';

/**
 * Returns the message of an issue of the schema. zod has only a text for an issue, so the message is
 * the JSON of its failures: one, or one for each unknown key.
 */
export function issueMessage(...failures: readonly Failure[]): string {
  return JSON.stringify(failures);
}

/** Returns the failures in the message of an issue. */
export function failuresInMessage(message: string): readonly Failure[] {
  return JSON.parse(message);
}
