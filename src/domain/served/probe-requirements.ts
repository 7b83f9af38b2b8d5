import type { Instant } from '../time.ts';
import { chainProblemOf, type EndpointToCheck } from './chain-problem-of.ts';
import type { ServedCertificateToCheck } from './check-served-certificate.ts';
import { nameProblemOf } from './name-problem-of.ts';

/** The requirements for a served certificate that depend on the connector. */
export type ProbeRequirements = Pick<ServedCertificateToCheck, 'isNameRequired' | 'isTrustRequired'>;

/**
 * Returns the daemon's requirements for a certificate that the server of a connector serves. The
 * daemon raises an event about the certificate if and only if it does not meet them.
 * @param computer FQDN of this computer
 */
export function requirementsOf(endpoint: EndpointToCheck, computer: string, now: Instant): ProbeRequirements {
  const problem = chainProblemOf(endpoint, now);
  return {
    isNameRequired: nameProblemOf(endpoint, computer, now) !== undefined,
    isTrustRequired: problem !== undefined && problem.isPurposeMismatch !== true,
  };
}
