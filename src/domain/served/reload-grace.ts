import { isExpired } from '../certificate/lifetime.ts';
import { type Connector, DEFAULT_GRACE } from '../connector/connector.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { ServedLeaf } from './served.ts';

/**
 * Clients already reject an expired certificate, so that mailcertd does not wait for a later
 * reload.
 */
const EXPIRED_GRACE: number = MINUTE;

/**
 * Returns how long a certificate may be served after another one was written to disk, ms.
 * @param at when it was seen
 */
export function reloadGraceOf(
  { grace = DEFAULT_GRACE }: Pick<Connector, 'grace'>,
  leaf: Pick<ServedLeaf, 'notAfter'>,
  at: Instant,
): number {
  return isExpired(leaf, at) ? Math.min(grace, EXPIRED_GRACE) : grace;
}
