import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/** Returns whether TLS was offered in the last known results: true, false or both. */
function answersOf(endpoints: readonly Endpoint[]): ReadonlySet<boolean> {
  const conversations = endpoints.map(({ conversation }) => lastKnown(conversation)?.value);
  return new Set(conversations.flatMap((served) => (served === undefined ? [] : [served.tls !== undefined])));
}

/**
 * Returns whether the server may have been reloading during a probe: its addresses disagree about
 * TLS, and agreed in the previous probe, also in their alternates. The next probe shows whether they
 * really differ.
 * @param before undefined: never probed
 */
export function isMidReload(
  before: ScanResult<readonly Endpoint[]> | undefined,
  after: ScanResult<readonly Endpoint[]> | undefined,
): boolean {
  if (before === undefined || after === undefined) return false;
  const current = (lastKnown(after)?.value ?? []).filter(({ isAlternate }) => isAlternate === undefined);
  return answersOf(current).size === 2 && answersOf(lastKnown(before)?.value ?? []).size === 1;
}
