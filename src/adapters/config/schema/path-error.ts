import type { Failure } from '../../../domain/failure/failure.ts';

/** A configuration error, and the path of the key or value that it is about. */
export interface PathError {
  readonly path: readonly PropertyKey[];
  /** The place of the error: the key or the value. */
  readonly pointsAt: 'key' | 'value';
  readonly failure: Failure;
}
