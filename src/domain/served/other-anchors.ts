import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns the trust anchors of the verdicts in a probe result. Leaves out outdated results, verdicts
 * whose anchors are unknown, and alternates, because a new probe may not meet their certificate.
 */
export function anchorsIn(result: ScanResult<readonly Endpoint[]> | undefined): readonly AnchorsIdentity[] {
  return ((result && lastKnown(result)?.value) ?? []).flatMap(({ conversation, outdatedAt, isAlternate }) => {
    const anchors = lastKnown(conversation)?.value.tls?.anchors;
    return anchors === undefined || outdatedAt !== undefined || isAlternate ? [] : [anchors];
  });
}

/**
 * Returns whether a chain in a probe result was verified with other trust anchors than those of
 * now.
 * @param now undefined: unknown; they count as unchanged
 */
export function hasOtherAnchors(
  result: ScanResult<readonly Endpoint[]> | undefined,
  now: AnchorsIdentity | undefined,
): boolean {
  return now !== undefined && anchorsIn(result).some(({ contents }) => contents !== now.contents);
}
