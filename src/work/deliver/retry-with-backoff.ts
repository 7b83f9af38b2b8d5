import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Diagnostics } from '../ports/system.ts';
import { pause } from './pause.ts';

const FIRST_DELAY_MS: number = SECOND;
const MAX_DELAY_MS: number = MINUTE;

/**
 * Retries a step until it succeeds, with delays that double from 1 s up to 1 minute. Logs each
 * failure.
 * @param activity the beginning of the log text, for example `sending to pager`
 * @param assurance the end of the log text
 * @returns the result of the step; undefined: the signal ended the retries
 */
export async function retryWithBackoff<T>(
  activity: Failure,
  step: () => Promise<T>,
  diagnostics: Diagnostics,
  signal: AbortSignal,
  assurance: Failure = DIAGNOSTIC_FAILURES.nothing_is_lost,
): Promise<T | undefined> {
  let delayMs = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      return await step();
    } catch (error) {
      if (signal.aborted) break;
      diagnostics.note(
        'error',
        DIAGNOSTIC_FAILURES.activity_retried({
          activity,
          cause: causeOf(error),
          seconds: delayMs / SECOND,
          assurance,
        }),
      );
      await pause(delayMs, signal);
      delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
    }
  }
  return undefined;
}
