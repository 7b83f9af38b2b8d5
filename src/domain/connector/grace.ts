import { isExpired } from '../certificate/lifetime.ts';
import type { ServedLeaf } from '../served/served.ts';
import { type Instant, MINUTE } from '../time.ts';
import { type Connector, DEFAULT_GRACE } from './connector.ts';

/** What has expired is refused already: nobody waits for a timer that comes by and by. */
const EXPIRED_GRACE: number = MINUTE;

/** How long after something else was written to disk a certificate may still be served, ms. @param at when it was seen */
export function graceOf(
  { grace = DEFAULT_GRACE }: Pick<Connector, 'grace'>,
  leaf: Pick<ServedLeaf, 'notAfter'>,
  at: Instant,
): number {
  return isExpired(leaf, at) ? Math.min(grace, EXPIRED_GRACE) : grace;
}
