import type { Failure } from '../../../domain/failure/failure.ts';

/** The result of reading a text of the file: its value, or the error, with a valid example. */
export type ValueOrError<T> = { readonly value: T } | { readonly failure: Failure };
