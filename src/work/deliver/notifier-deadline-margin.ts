import { SECOND } from '../../domain/time.ts';

/** How much longer than its deadline an attempt or a showing may go on, ms: whoever is told keeps its own, and says best why it was late. */
export const NOTIFIER_DEADLINE_MARGIN_MS: number = 4 * SECOND;
