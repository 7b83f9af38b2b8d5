import { MINUTE } from '../../domain/time.ts';

/** The duration after which a scan counts as hanging. */
export const SCAN_TIMEOUT_MS: number = 10 * MINUTE;
