import { isExpired } from '../certificate/lifetime.ts';
import { type Connector, DEFAULT_GRACE } from '../connector/connector.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { ServedLeaf } from './served.ts';

/** Clients reject an expired certificate, so mailcertd does not wait for a later reload. */
const EXPIRED_GRACE_MS: number = MINUTE;

/**
 * Returns how long a certificate may be served after another one was written to disk, ms.
 * @param probedAt when the served certificate was seen
 */
export function reloadGraceOf(
  { grace = DEFAULT_GRACE }: Pick<Connector, 'grace'>,
  leaf: Pick<ServedLeaf, 'notAfter'>,
  probedAt: Instant,
): number {
  return isExpired(leaf, probedAt) ? Math.min(grace, EXPIRED_GRACE_MS) : grace;
}
