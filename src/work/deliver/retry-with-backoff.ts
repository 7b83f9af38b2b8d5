import { messageOf } from '../../domain/message-of.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Diagnostics } from '../ports/system.ts';
import { pause } from './pause.ts';

const FIRST_DELAY_MS: number = SECOND;
const MAX_DELAY_MS: number = MINUTE;

/**
 * Retries a step until it succeeds, with delays that double from 1 s up to 1 minute. Logs each
 * failure.
 * @param activity the activity, for the log
 * @param assurance the end of the log text
 * @returns undefined if the signal ended it
 */
export async function retryWithBackoff<T>(
  activity: string,
  step: () => Promise<T>,
  diagnostics: Diagnostics,
  signal: AbortSignal,
  assurance = 'nothing is lost',
): Promise<T | undefined> {
  let delayMs = FIRST_DELAY_MS;
  while (!signal.aborted) {
    try {
      return await step();
    } catch (error) {
      if (signal.aborted) break;
      diagnostics.note(
        'error',
        `${activity}: ${messageOf(error)}; trying again in ${delayMs / SECOND} s, ${assurance}`,
      );
      await pause(delayMs, signal);
      delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
    }
  }
  return undefined;
}
