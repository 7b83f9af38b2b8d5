import { isExpired } from '../certificate/lifetime.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns when the next served certificate expires, or the chain of one, so that a new probe must
 * show what is served then. Only an expiry after the probe counts. Returns undefined if there is
 * none. Leaves out:
 * 1. unreachable addresses and outdated results, which are probed again for other reasons
 * 2. alternates (earlier answers of an address), because a new probe may get another answer
 * 3. addresses that name resolution no longer returns, because retries do not probe them
 */
export function awaitedExpiry(result: ScanResult<readonly Endpoint[]> | undefined): Instant | undefined {
  if (result?.kind !== 'available') return undefined;
  let earliest: Instant | undefined;
  for (const { conversation, outdatedAt, isAlternate, unlisted } of result.value) {
    if (conversation.kind !== 'available' || outdatedAt !== undefined || isAlternate || unlisted !== undefined)
      continue;
    const { tls } = conversation.value;
    if (tls === undefined) continue;
    const holdsUntil = tls.chain.status === 'trusted' ? tls.chain.holdsUntil : undefined;
    for (const notAfter of [tls.leaf.notAfter, ...(holdsUntil === undefined ? [] : [holdsUntil])]) {
      if (isExpired({ notAfter }, conversation.at)) continue;
      if (earliest === undefined || notAfter < earliest) earliest = notAfter;
    }
  }
  return earliest;
}
