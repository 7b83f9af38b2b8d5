import type { Reason } from '../../domain/failure/problem.ts';
import { connectionReason, describeError, errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';

/** The cause of a failed probe, without its location, which the caller adds. */
export interface ConnectionProblem {
  readonly reason: Reason;
  /** One line; control characters of the server are not escaped. */
  readonly detail: string;
}

/**
 * Returns the cause for an error of a socket or of TLS.
 * @param currentAction what the probe was doing, for example `waiting for its greeting`
 */
export function connectionProblem(error: Error, currentAction: string): ConnectionProblem {
  // The error of OpenSSL if a server sends more than 100 KB of certificates.
  const isTooLarge = errorCodeOrEmpty(error) === 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE';
  const reason = isTooLarge ? 'too_large' : (connectionReason(error) ?? 'connection_lost');
  return { reason, detail: `${currentAction}: ${describeError(error)}` };
}
