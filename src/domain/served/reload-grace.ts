import { isExpired } from '../certificate/lifetime.ts';
import { type Connector, DEFAULT_GRACE } from '../connector/connector.ts';
import { type Instant, MINUTE } from '../time.ts';
import type { ServedLeaf } from './served.ts';

/** The grace for an expired certificate. It is short, because clients reject the certificate. */
const EXPIRED_GRACE_MS: number = MINUTE;

/**
 * Returns the grace, ms: how long a server may serve the previous certificate after a new one was
 * written to disk.
 * @param leaf the previous certificate
 * @param probedAt when the previous certificate was seen
 */
export function reloadGraceOf(
  { grace = DEFAULT_GRACE }: Pick<Connector, 'grace'>,
  leaf: Pick<ServedLeaf, 'notAfter'>,
  probedAt: Instant,
): number {
  return isExpired(leaf, probedAt) ? Math.min(grace, EXPIRED_GRACE_MS) : grace;
}
