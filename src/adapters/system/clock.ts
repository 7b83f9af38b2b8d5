import { uptime } from 'node:os';
import { SECOND } from '../../domain/time.ts';
import type { Clock } from '../../work/ports/system.ts';

/** The clocks of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  uptimeMs: () => uptime() * SECOND,
};
