import type { RequestedBy, Thumbprint } from '../certificate/certificate.ts';
import type { Instant } from '../time.ts';

const REQUESTED_BY = 'mailcertd';
/** Used instead of a command. It is a configuration key, which no command line begins with. */
const COMMAND = 'selfSigned.renewBefore';

/**
 * Returns the origin of an automatic renewal: the configuration key and the renewed certificate.
 */
export function requestedByRenewal(renewed: Thumbprint, at: Instant): RequestedBy {
  return { by: REQUESTED_BY, command: `${COMMAND} ${renewed}`, at };
}

/** Returns whether a change was requested by an automatic renewal. */
export function isRequestedByRenewal({ by, command }: RequestedBy): boolean {
  return by === REQUESTED_BY && command.startsWith(`${COMMAND} `);
}
