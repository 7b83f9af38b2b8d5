import type { Instant } from '../time.ts';
import { chainFaultOf, type JudgedSight } from './chain-fault-of.ts';
import { nameFaultOf } from './name-fault-of.ts';
import type { Presented } from './probe-judgement.ts';

/** What is required of a served certificate, besides what is required of every one. */
export type ProbeRequirements = Pick<Presented, 'isNameRequired' | 'isTrustRequired'>;

/**
 * Returns what the daemon requires of a certificate that the server of a connector serves: it raises an event about the same
 * certificate if and only if this finds a fault.
 * @param computer the FQDN of this computer
 */
export function requirementsOf(sight: JudgedSight, computer: string, now: Instant): ProbeRequirements {
  const fault = chainFaultOf(sight, now);
  return {
    isNameRequired: nameFaultOf(sight, computer, now) !== undefined,
    isTrustRequired: fault !== undefined && fault.isPurposeMismatch !== true,
  };
}
