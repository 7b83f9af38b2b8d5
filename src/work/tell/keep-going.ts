import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Diagnostics } from '../ports.ts';
import type { Bell } from './bell.ts';
import { pause } from './pause.ts';

const FIRST_RETRY_MS: number = SECOND;
const LAST_RETRY_MS: number = MINUTE;

/** Something that is done whenever its bell rings, or the time that it asked for is over. */
export interface Steps {
  /** What is being done, for the note of a step that failed. */
  readonly doing: string;
  readonly bell: Bell;
  /** Answers how long nothing needs to be done unless the bell rings, ms. */
  readonly step: (signal: AbortSignal) => Promise<number>;
}

/** Takes step after step until the signal; one that fails is taken again, later and later, a minute at most, and noted. */
export async function keepGoing(
  { doing, bell, step }: Steps,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      const restMs = await step(signal);
      retryMs = FIRST_RETRY_MS;
      await bell.heard(restMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      const what = error instanceof Error ? error.message : String(error);
      diagnostics.note('error', `${doing}: ${what}; trying again in ${retryMs / SECOND} s, nothing is lost`);
      await pause(retryMs, signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
}
