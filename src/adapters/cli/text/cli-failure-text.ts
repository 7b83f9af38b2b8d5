import {
  type Failure,
  type FailurePhrases,
  type FailureReader,
  renderFailure,
} from '../../../domain/failure/failure.ts';
import { FAILURE_PHRASES } from '../../../domain/failure/failure-phrases.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { ARGUMENT_PHRASES } from './argument-failures.ts';
import { COMMAND_FAILURE_PHRASES } from './command-failures.ts';
import { FIND_PHRASES } from './find-failures.ts';
import { PROBE_FAILURE_PHRASES } from './probe-failures.ts';
import { SILENCE_FAILURE_PHRASES } from './silence-failures.ts';

/** The phrases of all failures that a command can show, by code. No code is in two tables. */
export const CLI_FAILURE_PHRASES: FailurePhrases = {
  ...FAILURE_PHRASES,
  ...ARGUMENT_PHRASES,
  ...COMMAND_FAILURE_PHRASES,
  ...FIND_PHRASES,
  ...PROBE_FAILURE_PHRASES,
  ...SILENCE_FAILURE_PHRASES,
};

/**
 * Returns the text of a failure, which may be a usage error. A string, such as an error message of
 * the operating system, is returned unchanged.
 */
export function cliFailureText(failure: Failure | string, locale: Locale, reader?: FailureReader): string {
  return typeof failure === 'string' ? failure : renderFailure(CLI_FAILURE_PHRASES, failure, locale, reader);
}
