import { SECOND } from '../../domain/time.ts';

/**
 * How much longer than its own timeout an attempt may run, ms. A notifier that applies its own
 * timeout gives the better reason.
 */
export const NOTIFIER_DEADLINE_MARGIN_MS: number = 4 * SECOND;
