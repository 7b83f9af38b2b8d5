import type { Diagnostics } from '../ports/system.ts';
import type { Bell } from './bell.ts';
import { untilDone } from './until-done.ts';

/** Something that is done whenever its bell rings, or the time that it asked for is over. */
export interface Steps {
  /** What is being done, for the note of a step that failed. */
  readonly doing: string;
  readonly bell: Bell;
  /** Answers how long nothing needs to be done unless the bell rings, ms. */
  readonly step: (signal: AbortSignal) => Promise<number>;
}

/** Takes step after step until the signal; one that fails is taken again, and noted. */
export async function keepGoing(
  { doing, bell, step }: Steps,
  diagnostics: Diagnostics,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const restMs = await untilDone(doing, () => step(signal), diagnostics, signal);
    if (restMs === undefined) return;
    await bell.heard(restMs, signal);
  }
}
