import { currentOrLastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/** Returns whether the addresses offered TLS: a set of true, of false, or of both values. */
function tlsOffers(endpoints: readonly Endpoint[]): ReadonlySet<boolean> {
  const conversations = endpoints.map(({ conversation }) => currentOrLastKnown(conversation)?.value);
  return new Set(conversations.flatMap((served) => (served === undefined ? [] : [served.tls !== undefined])));
}

/**
 * Returns whether the server may have been reloading during a probe: only some of its addresses
 * offered TLS, and in the previous probe all of them or none did. The next probe shows whether the
 * addresses really differ.
 * @param previous undefined: never probed
 */
export function isMidReload(
  previous: ScanResult<readonly Endpoint[]> | undefined,
  current: ScanResult<readonly Endpoint[]> | undefined,
): boolean {
  if (previous === undefined || current === undefined) return false;
  const currentEndpoints = (currentOrLastKnown(current)?.value ?? []).filter(
    ({ isAlternate }) => isAlternate === undefined,
  );
  // Size 2: some addresses offered TLS, and others did not. Size 1: all or none did.
  return tlsOffers(currentEndpoints).size === 2 && tlsOffers(currentOrLastKnown(previous)?.value ?? []).size === 1;
}
