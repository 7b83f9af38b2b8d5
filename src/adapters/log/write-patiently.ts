import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../formats/network/connection-trouble.ts';
import { systemError } from './system-error.ts';

/** How long the reader of a pipe may leave it full, ms. */
const PATIENCE_MS = 10_000;
/** How often a full pipe is tried again, ms. */
const AGAIN_MS = 20;

/**
 * Writes what is taken at once and, of a pipe that is full, what is taken as soon as its reader has made room.
 * @param signal ends the waiting
 * @returns how many octets, 1 or more
 * @throws what the system says, and `ETIMEDOUT`
 */
export async function writePatiently(descriptor: number, octets: Uint8Array, signal: AbortSignal): Promise<number> {
  const begunAt = performance.now();
  for (;;) {
    try {
      return writeSync(descriptor, octets);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
    }
    if (performance.now() - begunAt >= PATIENCE_MS) {
      const seconds = PATIENCE_MS / 1000;
      throw systemError(
        'ETIMEDOUT',
        `the reader of this pipe has made no room for ${seconds} s; look at what it waits for`,
      );
    }
    await pause(AGAIN_MS, undefined, { signal });
  }
}
