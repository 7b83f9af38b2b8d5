import type { RequestedBy, Thumbprint } from '../certificate/certificate.ts';
import type { Instant } from '../time.ts';

const BY = 'mailcertd';
/** No command line begins so. */
const COMMAND = 'selfSigned.renewBefore';

/** Who has asked for an automatic renewal: the configuration, once for each certificate. */
export function requestedByRenewal(renewed: Thumbprint, at: Instant): RequestedBy {
  return { by: BY, command: `${COMMAND} ${renewed}`, at };
}

export function isRequestedByRenewal({ by, command }: RequestedBy): boolean {
  return by === BY && command.startsWith(`${COMMAND} `);
}
