import type { Locale } from '../text/locale.ts';
import { type Failure, isNestedFailure, renderFailure } from './failure.ts';
import { FAILURE_PHRASES } from './failure-phrases.ts';

/** Returns the text of a failure; a text of the system or of a server as it is. */
export function failureText(failure: Failure | string, locale: Locale): string {
  return isNestedFailure(failure) ? renderFailure(FAILURE_PHRASES, failure, locale) : failure;
}

/** Returns the text of a failure for an event or the log of the daemon, whose readers ran no command. */
export function daemonFailureText(failure: Failure | string, locale: Locale): string {
  return isNestedFailure(failure) ? renderFailure(FAILURE_PHRASES, failure, locale, 'daemon') : failure;
}
