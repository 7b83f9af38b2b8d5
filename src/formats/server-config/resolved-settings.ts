import { type Failure, limitFailure } from '../../domain/failure/failure.ts';
import { failureText } from '../../domain/failure/failure-text.ts';
import { SETTING_FAILURES } from '../../domain/failure/setting-failures.ts';

/** A value that settings determine, or the reason why the value cannot be determined. */
export type ResolvedSettings<T> = { readonly kind: 'value'; readonly value: T } | Unresolved;

/** The reason why a value cannot be determined. */
export interface Unresolved {
  readonly kind: 'unresolved';
  /** One line in English. */
  readonly detail: string;
  /** The reason as data; left out: `detail` is all that is known. */
  readonly failure?: Failure;
}

/** The maximum length of a detail, which can quote settings, in characters. */
const MAX_DETAIL_CHARACTERS = 500;

/** Returns an unresolved result with a limited detail and failure. */
export function unresolved(cause: Failure | string): Unresolved {
  const detail = failureText(cause, 'en').slice(0, MAX_DETAIL_CHARACTERS);
  return {
    kind: 'unresolved',
    detail,
    ...(typeof cause === 'string' ? {} : { failure: limitFailure(cause, MAX_DETAIL_CHARACTERS) }),
  };
}

/** Returns the reason of an unresolved result for the text of another failure. */
export function reasonOf({ failure, detail }: Unresolved): Failure | string {
  return failure ?? detail;
}

/** Returns an unresolved result with the name of the setting that has it. */
export function unresolvedIn(setting: string, cause: Unresolved): Unresolved {
  return unresolved(SETTING_FAILURES.in_setting({ setting, cause: reasonOf(cause) }));
}
