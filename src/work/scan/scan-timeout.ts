import { MINUTE } from '../../domain/time.ts';

/** A pass that takes longer than this hangs, ms. */
export const SCAN_TIMEOUT: number = 10 * MINUTE;
