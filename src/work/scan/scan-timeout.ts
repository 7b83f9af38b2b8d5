import { MINUTE } from '../../domain/time.ts';

/** The duration after which a scan counts as hanging, ms. */
export const SCAN_TIMEOUT: number = 10 * MINUTE;
