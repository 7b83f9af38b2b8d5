import type { Instant } from '../time.ts';
import { chainFaultOf, type JudgedEndpoint } from './chain-fault-of.ts';
import { isNameSet, matchesName, namesLostSince } from './served-baseline.ts';

/**
 * Returns whether the certificate does not match the name that the probe asks for. The common name
 * does not count.
 */
function isMismatch({ connector: { probe }, tls }: JudgedEndpoint): boolean {
  return probe?.serverName !== undefined && !matchesName(tls.leaf, probe.serverName);
}

/**
 * Returns why a mismatch with the name that the probe asks for is a fault: the name is configured
 * (`required`), or an earlier certificate of the server matched it (`lost`). undefined: the
 * certificate matches, or no name is required. If the name is not configured and the chain is at
 * fault too, the event about the chain reports the lost names.
 * @param computer the FQDN of this computer
 */
export function nameFaultOf(sight: JudgedEndpoint, computer: string, now: Instant): 'required' | 'lost' | undefined {
  if (!isMismatch(sight)) return undefined;
  if (isNameSet(sight.connector, computer)) return 'required';
  const isLost = namesLostSince(sight.baseline, sight.tls) !== undefined;
  return isLost && chainFaultOf(sight, now) === undefined ? 'lost' : undefined;
}
