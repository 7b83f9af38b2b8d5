import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns the trust anchors of the verdicts in a probe result, without those of outdated results,
 * and without verdicts whose anchors are unknown.
 */
export function anchorsIn(look: ScanResult<readonly Endpoint[]> | undefined): readonly AnchorsIdentity[] {
  return ((look && lastKnown(look)?.value) ?? []).flatMap(({ conversation, outdatedAt }) => {
    const anchors = lastKnown(conversation)?.value.tls?.anchors;
    return anchors === undefined || outdatedAt !== undefined ? [] : [anchors];
  });
}

/**
 * Returns whether a chain in a probe result was verified with other trust anchors than those of
 * now.
 * @param now undefined: unknown; they count as unchanged
 */
export function hasOtherAnchors(
  look: ScanResult<readonly Endpoint[]> | undefined,
  now: AnchorsIdentity | undefined,
): boolean {
  return now !== undefined && anchorsIn(look).some(({ contents }) => contents !== now.contents);
}
