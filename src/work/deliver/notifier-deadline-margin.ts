import { SECOND } from '../../domain/time.ts';

/**
 * How much longer than the timeout of its notifier an attempt may run, ms. The notifier normally
 * ends the attempt itself, with a more precise reason.
 */
export const NOTIFIER_DEADLINE_MARGIN_MS: number = 4 * SECOND;
