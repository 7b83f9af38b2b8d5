/** The value of a text in the file, or its error with a valid example. */
export type ValueOrError<T> = { readonly value: T } | { readonly error: string };
