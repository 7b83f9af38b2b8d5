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
 * Returns the reason to report that the certificate does not match the name of the probe:
 * - `required`: the configuration requires the name, or Exchange's rule for the computer name does.
 *   A name in the settings of a discovered server does not count.
 * - `lost`: an earlier certificate of the server matched, as its baseline shows. Not returned if
 *   the chain is a problem too, because the event about the chain then reports the lost names.
 * - undefined: the certificate matches, or the mismatch is not a problem.
 * @param computer FQDN of this computer
 */
export function nameProblemOf(
  endpoint: EndpointToCheck,
  computer: string,
  now: Instant,
): 'required' | 'lost' | undefined {
  if (!isMismatch(endpoint)) return undefined;
  if (isRequiredNameConfigured(endpoint.connector, computer)) return 'required';
  const hasLostNames = lastNamedIfLost(endpoint.baseline, endpoint.tls) !== undefined;
  return hasLostNames && chainProblemOf(endpoint, now) === undefined ? 'lost' : undefined;
}
