import type { Reason } from '../../domain/problem.ts';
import { codeOf, connectionReason, describeError } from '../../formats/network/connection-reason.ts';

/** Why no answer came, or none that could be read. */
export interface TransportProblem {
  readonly reason: Reason;
  /** One line. */
  readonly detail: string;
}

/** An answer that is no HTTP; one that only breaks off is lost with its connection. */
const MALFORMED = /^(?:HPE_(?!INVALID_EOF_STATE$)|ERR_HTTP_|ERR_INVALID_)/;

/** What went wrong with a request or a session, by the error that Node gives. */
export function transportProblem(error: unknown): TransportProblem {
  const otherwise = MALFORMED.test(codeOf(error)) ? 'answer_malformed' : 'connection_lost';
  return { reason: connectionReason(error) ?? otherwise, detail: describeError(error) };
}
