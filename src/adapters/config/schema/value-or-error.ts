/** The result of reading a text of the file: its value, or a message with a valid example. */
export type ValueOrError<T> = { readonly value: T } | { readonly error: string };
