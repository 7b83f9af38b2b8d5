import type { Thumbprint } from '../../domain/certificate/certificate.ts';
import { type ChainVerdict, verdictAt } from '../../domain/certificate/chain-verdict.ts';
import type { Instant } from '../../domain/time.ts';

/** Returns the number of chains whose verification was not completed. */
export function countUnverifiedChains(chains: ReadonlyMap<Thumbprint, ChainVerdict>, now: Instant): number {
  let count = 0;
  for (const verdict of chains.values()) if (verdictAt(verdict, now).status === 'unknown') count += 1;
  return count;
}
