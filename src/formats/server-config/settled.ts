/** What settings come to, or why that cannot be told. */
export type ResolvedSettings<T> = { readonly kind: 'value'; readonly value: T } | Unresolved;

export interface Unresolved {
  readonly kind: 'unresolved';
  /** In English, one line. */
  readonly detail: string;
}

/** What is told may quote what settings say, whatever that is. */
const TOLD_CHARACTERS = 500;

export function unresolved(detail: string): Unresolved {
  return { kind: 'unresolved', detail: detail.slice(0, TOLD_CHARACTERS) };
}
