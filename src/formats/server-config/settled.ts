/** What settings come to, or why that cannot be told. */
export type Settled<T> = { readonly kind: 'value'; readonly value: T } | Unresolved;

export interface Unresolved {
  readonly kind: 'unresolved';
  /** In English, one line. */
  readonly detail: string;
}

export function unresolved(detail: string): Unresolved {
  return { kind: 'unresolved', detail };
}
