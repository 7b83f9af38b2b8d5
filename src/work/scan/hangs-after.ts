import { MINUTE } from '../../domain/time.ts';

/** A pass that takes longer than this hangs, ms. */
export const HANGS_AFTER: number = 10 * MINUTE;
