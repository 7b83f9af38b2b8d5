import { type Failure, limitFailure } from '../../domain/failure/failure.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { SETTING_FAILURES } from '../../domain/failure/setting-failures.ts';

/** A value that settings determine, or the reason why the value cannot be determined. */
export type ResolvedSettings<T> = { readonly kind: 'value'; readonly value: T } | Unresolved;

/** The reason why a value cannot be determined. */
export interface Unresolved {
  readonly kind: 'unresolved';
  readonly failure: Failure;
  /** True if the server rejects the value; left out: the value may be right. */
  readonly isRejected?: true;
}

/** The maximum length of a text in a failure, which can quote settings, in characters. */
const MAX_TEXT_CHARACTERS = 500;

/** Returns an unresolved result with a limited failure. */
export function unresolved(failure: Failure): Unresolved {
  return { kind: 'unresolved', failure: limitFailure(failure, MAX_TEXT_CHARACTERS) };
}

/** Returns an unresolved result with the name of the setting that has it. */
export function unresolvedIn(setting: string | Failure, cause: Unresolved): Unresolved {
  return { ...cause, ...unresolved(SETTING_FAILURES.in_setting({ setting, cause: cause.failure })) };
}

/** Returns the reason of the problem of an unresolved result. */
export function reasonOf({ isRejected }: Unresolved): Reason {
  return isRejected === true ? 'settings_malformed' : 'unresolved';
}
