/** A value that settings determine, or the reason why the value cannot be determined. */
export type ResolvedSettings<T> = { readonly kind: 'value'; readonly value: T } | Unresolved;

/** The reason why a value cannot be determined. */
export interface Unresolved {
  readonly kind: 'unresolved';
  /** One line in English. */
  readonly detail: string;
}

/** The maximum length of a detail, which can quote settings, in characters. */
const MAX_DETAIL_CHARACTERS = 500;

/** Returns an unresolved result with a limited detail. */
export function unresolved(detail: string): Unresolved {
  return { kind: 'unresolved', detail: detail.slice(0, MAX_DETAIL_CHARACTERS) };
}
