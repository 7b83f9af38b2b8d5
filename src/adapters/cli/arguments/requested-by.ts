import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { Invocation } from '../invocation.ts';

/** Who asks for a change, and with which command: the account, behind sudo whose it is too. No secret can be in it: passwords are files. */
export function requestedBy({ means, argv }: Invocation): RequestedBy {
  const { account, environment, clock } = means;
  const { SUDO_USER: behind } = environment;
  const isSudo = behind !== undefined && behind !== '' && behind !== account;
  return {
    by: isSudo ? `${account} (sudo by ${behind})` : account,
    command: shellWords(['mailcertd', ...argv]),
    at: clock.now(),
  };
}
