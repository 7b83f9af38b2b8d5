import type { AnchorsIdentity } from '../certificate/anchors-identity.ts';
import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns the trust anchors with which the chains of a probe result were verified. Leaves out
 * outdated results, chains whose anchors are unknown, and alternates, because a new probe may not
 * get their answer.
 */
export function anchorsOfResult(result: ScanResult<readonly Endpoint[]> | undefined): readonly AnchorsIdentity[] {
  return ((result && currentOrLastKnown(result)?.value) ?? []).flatMap(({ conversation, outdatedAt, isAlternate }) => {
    const anchors = currentOrLastKnown(conversation)?.value.tls?.anchors;
    return anchors === undefined || outdatedAt !== undefined || isAlternate ? [] : [anchors];
  });
}

/**
 * Returns whether a chain in a probe result was verified with other trust anchors than the current
 * ones.
 * @param current undefined: the current anchors are unknown, and count as unchanged
 */
export function hasOtherAnchors(
  result: ScanResult<readonly Endpoint[]> | undefined,
  current: AnchorsIdentity | undefined,
): boolean {
  return current !== undefined && anchorsOfResult(result).some(({ contents }) => contents !== current.contents);
}
