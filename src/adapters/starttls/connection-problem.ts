import type { Reason } from '../../domain/problem.ts';
import { connectionReason, describeError, errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';

/** The cause of a failed probe. */
export interface ConnectionProblem {
  readonly reason: Reason;
  /** One line, unescaped. */
  readonly detail: string;
}

/**
 * Returns the cause for an error of a socket or of TLS.
 * @param currentAction for example `waiting for its greeting`
 */
export function connectionProblem(error: Error, currentAction: string): ConnectionProblem {
  // OpenSSL accepts at most 100 KB of certificates.
  const isTooLarge = errorCodeOrEmpty(error) === 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE';
  const reason = isTooLarge ? 'too_large' : (connectionReason(error) ?? 'connection_lost');
  return { reason, detail: `${currentAction}: ${describeError(error)}` };
}
