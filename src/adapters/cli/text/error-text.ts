import type { ProblemError } from '../../../domain/failure/error-facts.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import { reasonTextOrCode, reasonWithCode } from '../../../domain/failure/reason-text.ts';
import type { Locale } from '../../../domain/text/locale.ts';

/**
 * Returns the reason of an error with its code, and the error if there is one: `permission denied
 * (permission_denied): EACCES`.
 */
export function errorText(error: ProblemError, locale: Locale): string {
  return [reasonWithCode(error.reason, locale), failureText(error.failure, locale)]
    .filter((part) => part !== '')
    .join(': ');
}

/** Returns an error for parentheses: without the code of the reason. */
export function shortErrorText(error: ProblemError, locale: Locale): string {
  return [reasonTextOrCode(error.reason, locale), failureText(error.failure, locale)]
    .filter((part) => part !== '')
    .join(': ');
}

/** Returns the first line of `errorText`, and the other lines of the error without line ends. */
export function errorTextLines(
  error: ProblemError,
  locale: Locale,
): readonly [first: string, ...rest: readonly string[]] {
  const [first = '', ...rest] = errorText(error, locale).split('\n');
  return [first, ...rest.map((line) => line.replace(/\r$/, ''))];
}
