import type { Failure } from '../../../src/domain/failure/failure.ts';

/** Returns a failure whose text is the same in both languages, as one of a newer version. */
export function madeUpFailure(text: string): Failure {
  return { code: text, arguments: {} };
}
