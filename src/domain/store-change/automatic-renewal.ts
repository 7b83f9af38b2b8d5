import type { Asked, Thumbprint } from '../certificate/certificate.ts';
import type { Instant } from '../time.ts';

const BY = 'mailcertd';
/** No command line begins so. */
const COMMAND = 'selfSigned.renewBefore';

/** Who has asked for an automatic renewal: the configuration, once for each certificate. */
export function askedByRenewal(renewed: Thumbprint, at: Instant): Asked {
  return { by: BY, command: `${COMMAND} ${renewed}`, at };
}

export function isAskedByRenewal({ by, command }: Asked): boolean {
  return by === BY && command.startsWith(`${COMMAND} `);
}
