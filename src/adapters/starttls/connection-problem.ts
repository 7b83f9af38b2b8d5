import type { Reason } from '../../domain/problem.ts';
import { codeOf, connectionReason, describeError } from '../../formats/network/connection-reason.ts';

/** Why a server was not seen. */
export interface ConnectionProblem {
  readonly reason: Reason;
  /** One line, raw. */
  readonly detail: string;
}

/** What an error of a socket, or of TLS over it, means. @param doing as in `waiting for its greeting` */
export function connectionProblem(error: Error, doing: string): ConnectionProblem {
  // OpenSSL takes no more than 100 KB of certificates.
  const isTooLarge = codeOf(error) === 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE';
  const reason = isTooLarge ? 'too_large' : (connectionReason(error) ?? 'connection_lost');
  return { reason, detail: `${doing}: ${describeError(error)}` };
}
