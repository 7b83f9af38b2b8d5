import type { RequestedBy } from '../../../domain/certificate/certificate.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import type { Invocation } from '../invocation/invocation.ts';

/**
 * Returns who requested a change (with sudo, also the original account) and the command. The
 * command contains no secret, because passwords are given as files.
 */
export function requestedBy({ dependencies, argv }: Invocation): RequestedBy {
  const { account, environment, clock } = dependencies;
  const { SUDO_USER: sudoUser } = environment;
  const isSudo = sudoUser !== undefined && sudoUser !== '' && sudoUser !== account;
  return {
    by: isSudo ? `${account} (sudo: ${sudoUser})` : account,
    command: shellWords(['mailcertd', ...argv]),
    at: clock.now(),
  };
}
