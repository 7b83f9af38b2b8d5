import type { Instant } from '../time.ts';
import { chainProblemOf, type EndpointToCheck } from './chain-problem-of.ts';
import type { ServedCertificateToCheck } from './check-served-certificate.ts';
import { nameProblemOf } from './name-problem-of.ts';

/** The requirements for a served certificate that depend on the connector. */
export type ProbeRequirements = Pick<ServedCertificateToCheck, 'isNameRequired' | 'isTrustRequired'>;

/**
 * Returns the requirements for the name and the chain of a certificate that the server of a
 * connector serves. A requirement is set only if the rules of the daemon see a problem with the
 * certificate, so that commands and events agree.
 * @param computer FQDN of this computer
 */
export function requirementsOf(endpoint: EndpointToCheck, computer: string, now: Instant): ProbeRequirements {
  const problem = chainProblemOf(endpoint, now);
  return {
    isNameRequired: nameProblemOf(endpoint, computer, now) !== undefined,
    isTrustRequired: problem !== undefined && problem.isPurposeMismatch !== true,
  };
}
