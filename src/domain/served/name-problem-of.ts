import type { Instant } from '../time.ts';
import { chainProblemOf, type EndpointToCheck } from './chain-problem-of.ts';
import { isRequiredNameConfigured, lastNamedIfLost, matchesName } from './served-baseline.ts';

/**
 * Returns whether the certificate does not match the name that the probe requires. The common name
 * is ignored.
 */
function isMismatch({ connector: { probe }, tls }: EndpointToCheck): boolean {
  return probe?.serverName !== undefined && !matchesName(tls.leaf, probe.serverName);
}

/**
 * Returns why a mismatch with the probe's name is a problem, or undefined if the certificate
 * matches or no name is required. `required`: the name is configured; `lost`: an earlier
 * certificate of the server matched. If the chain is a problem too, its event reports the lost
 * names.
 * @param computer FQDN of this computer
 */
export function nameProblemOf(
  endpoint: EndpointToCheck,
  computer: string,
  now: Instant,
): 'required' | 'lost' | undefined {
  if (!isMismatch(endpoint)) return undefined;
  if (isRequiredNameConfigured(endpoint.connector, computer)) return 'required';
  const isLost = lastNamedIfLost(endpoint.baseline, endpoint.tls) !== undefined;
  return isLost && chainProblemOf(endpoint, now) === undefined ? 'lost' : undefined;
}
