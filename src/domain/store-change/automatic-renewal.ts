import type { Asked } from '../certificate/certificate.ts';
import type { Instant } from '../time.ts';

const BY = 'mailcertd';
/** No command line is spelled so. */
const COMMAND = 'selfSigned.renewBefore';

/** Who has asked for an automatic renewal: the configuration. */
export function askedByRenewal(at: Instant): Asked {
  return { by: BY, command: COMMAND, at };
}

export function isAskedByRenewal({ by, command }: Asked): boolean {
  return by === BY && command === COMMAND;
}
