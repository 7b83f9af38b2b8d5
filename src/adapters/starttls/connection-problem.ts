import type { Failure } from '../../domain/failure/failure.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import { connectionCause, connectionReason, errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';

/**
 * The cause of a failed probe, without its location, which the caller adds. Control characters of
 * the server are not escaped.
 */
export type ConnectionProblem = Omit<Problem, 'location' | 'blocks'>;

/**
 * Returns the cause for an error of a socket or of TLS.
 * @param failureOf makes the failure of the current step
 */
export function connectionProblem(error: Error, failureOf: (cause: Failure | string) => Failure): ConnectionProblem {
  // The error of OpenSSL if a server sends more than 100 KB of certificates.
  const isTooLarge = errorCodeOrEmpty(error) === 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE';
  const reason = isTooLarge ? 'too_large' : (connectionReason(error) ?? 'connection_lost');
  return { reason, failure: failureOf(connectionCause(error)) };
}
