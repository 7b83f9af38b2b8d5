import { messageOf } from '../../domain/message-of.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Diagnostics } from '../ports/system.ts';
import { pause } from './pause.ts';

const FIRST_RETRY_MS: number = SECOND;
const LAST_RETRY_MS: number = MINUTE;

/**
 * Retries a step until it succeeds, with delays that double from 1 s up to 1 minute. Logs each
 * failure.
 * @param doing the activity, for the log
 * @param promise the end of the log text
 * @returns undefined if the signal ended it
 */
export async function retryWithBackoff<T>(
  doing: string,
  step: () => Promise<T>,
  diagnostics: Diagnostics,
  signal: AbortSignal,
  promise = 'nothing is lost',
): Promise<T | undefined> {
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      return await step();
    } catch (error) {
      if (signal.aborted) break;
      const what = messageOf(error);
      diagnostics.note('error', `${doing}: ${what}; trying again in ${retryMs / SECOND} s, ${promise}`);
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
  return undefined;
}
