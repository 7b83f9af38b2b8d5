import { isExpired } from '../certificate/lifetime.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns the earliest expiry of a served certificate or of its chain after its probe, or
 * undefined. A new probe must show whether the certificate is still served then. Unreachable
 * addresses and outdated results are probed again for other reasons. A probe may not renew an
 * alternate, which is an earlier answer, or an unlisted address, which retries do not reach.
 */
export function awaitedExpiry(result: ScanResult<readonly Endpoint[]> | undefined): Instant | undefined {
  if (result?.kind !== 'available') return undefined;
  let next: Instant | undefined;
  for (const { conversation, outdatedAt, isAlternate, unlisted } of result.value) {
    if (conversation.kind !== 'available' || outdatedAt !== undefined || isAlternate || unlisted !== undefined)
      continue;
    const { tls } = conversation.value;
    if (tls === undefined) continue;
    const holdsUntil = tls.chain.status === 'trusted' ? tls.chain.holdsUntil : undefined;
    for (const notAfter of [tls.leaf.notAfter, ...(holdsUntil === undefined ? [] : [holdsUntil])]) {
      if (isExpired({ notAfter }, conversation.at)) continue;
      if (next === undefined || notAfter < next) next = notAfter;
    }
  }
  return next;
}
