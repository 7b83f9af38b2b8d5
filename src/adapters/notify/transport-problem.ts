import type { Failure } from '../../domain/failure/failure.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { connectionCause, connectionReason, errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';

/** The cause of a missing or unreadable response. */
export interface TransportProblem {
  readonly reason: Reason;
  /** One line if it is a text of the system or of OpenSSL. */
  readonly cause: Failure | string;
}

/**
 * Error codes of Node for a response that is not valid HTTP. The code for a truncated response is
 * left out, because such a response counts as a lost connection.
 */
const MALFORMED = /^(?:HPE_(?!INVALID_EOF_STATE$)|ERR_HTTP_|ERR_INVALID_)/;

/** Returns the cause of a failed request or session for an error of Node. */
export function transportProblem(error: unknown): TransportProblem {
  const defaultReason = MALFORMED.test(errorCodeOrEmpty(error)) ? 'response_malformed' : 'connection_lost';
  return { reason: connectionReason(error) ?? defaultReason, cause: connectionCause(error) };
}
