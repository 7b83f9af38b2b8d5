import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Diagnostics } from '../ports/system.ts';
import { pause } from './pause.ts';

const FIRST_RETRY_MS: number = SECOND;
const LAST_RETRY_MS: number = MINUTE;

/**
 * Takes a step that may fail now and not later: again and again, later and later, a minute at most; each failure is noted.
 * @param doing for the note, which ends with the promise @returns undefined: the signal came first
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
      const what = error instanceof Error ? error.message : String(error);
      diagnostics.note('error', `${doing}: ${what}; trying again in ${retryMs / SECOND} s, ${promise}`);
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
  return undefined;
}
