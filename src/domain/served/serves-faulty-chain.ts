import { verdictAt } from '../certificate/chain-verdict.ts';
import { lastKnown, type ScanResult } from '../scan-result.ts';
import type { Endpoint } from './served.ts';

/**
 * Returns whether an address serves one of these certificates with a faulty chain. Outdated results
 * do not count.
 */
export function servesFaultyChain(
  look: ScanResult<readonly Endpoint[]> | undefined,
  thumbprints: ReadonlySet<string>,
): boolean {
  const endpoints = (look && lastKnown(look)?.value) ?? [];
  return endpoints.some(({ conversation, outdatedAt }) => {
    const last = lastKnown(conversation);
    const tls = last?.value.tls;
    if (last === undefined || tls === undefined || outdatedAt !== undefined) return false;
    const { status } = verdictAt(tls.chain, last.at);
    return (status === 'untrusted' || status === 'refused') && thumbprints.has(tls.leaf.thumbprint);
  });
}
