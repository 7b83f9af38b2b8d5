import { isExpired } from '../certificate/lifetime.ts';
import type { ScanResult } from '../scan-result.ts';
import type { Instant } from '../time.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns the earliest expiry of a served certificate after its probe, or undefined. A new probe
 * must show whether the certificate is still served then. Unreachable addresses and outdated
 * results are probed again for other reasons.
 */
export function awaitedExpiry(look: ScanResult<readonly Endpoint[]> | undefined): Instant | undefined {
  if (look?.kind !== 'seen') return undefined;
  let next: Instant | undefined;
  for (const { conversation, outdatedAt } of look.value) {
    if (conversation.kind !== 'seen' || outdatedAt !== undefined) continue;
    const leaf = conversation.value.tls?.leaf;
    if (leaf === undefined || isExpired(leaf, conversation.at)) continue;
    if (next === undefined || leaf.notAfter < next) next = leaf.notAfter;
  }
  return next;
}
