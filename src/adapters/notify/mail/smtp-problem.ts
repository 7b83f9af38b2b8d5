import type { Reason } from '../../../domain/problem.ts';
import { transportProblem } from '../transport-problem.ts';

/** What nodemailer adds to an error; every field only where it applies. */
interface SmtpError extends Error {
  /** nodemailer's own kind. */
  readonly code?: string | undefined;
  /** The code of a failed system call, or of TLS. */
  readonly originalCode?: string | undefined;
  /** What was asked of the server at last. */
  readonly command?: string | undefined;
  /** The whole answer, and its number. */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** Why a mail did not go out. */
export interface SmtpProblem {
  readonly reason: Reason;
  readonly detail: string;
  /** Whether it is about this mail and will be so next time. */
  readonly isFinal: boolean;
}

/** What the server may say of a mail; all else it says of who connects, which is mended elsewhere. */
const OF_THE_MAIL = /^(?:MAIL FROM|RCPT TO|DATA)/;

/** The function that returns the part of a server's reply that is kept. */
export type LastReply = (reply: string) => string;

/** Of a status code what it is about: 3 and 4 are the system and the network behind it. @see RFC 3463 section 3 */
const OF_THE_SYSTEM = /^[34]$/;

/** Why an answer was 4xx: it takes this mail, or whoever connects, not now, as greylisting does; or it is itself in trouble. */
function reasonForNow({ response = '', responseCode }: SmtpError): Reason {
  const subject = /^\d{3}[ -]4\.(\d{1,3})\.\d/.exec(response)?.[1];
  // 450: the mailbox is not available, which says all. @see RFC 5321 section 4.2.3
  if (subject === undefined) return responseCode === 450 ? 'refused' : 'server_error';
  return OF_THE_SYSTEM.test(subject) ? 'server_error' : 'refused';
}

/** What a failed session means. @see RFC 5321 section 4.2.1 */
export function smtpProblem(error: SmtpError, kept: LastReply): SmtpProblem {
  const describe = ({ message, response }: SmtpError): string =>
    (response === undefined ? message : kept(response)).replace(/\s+/g, ' ').trim();
  const { code = '', originalCode, command = '', responseCode = 0, message } = error;
  const again = (reason: Reason, detail: string): SmtpProblem => ({ reason, detail, isFinal: false });
  if (code === 'EAUTH') return again('authentication_failed', `logging in: ${describe(error)}`);
  if (command === 'STARTTLS' || (command === 'EHLO' && message.includes('required STARTTLS'))) {
    // A server that does not offer it does not know the command; one that does may not be able to just now.
    const offered = responseCode >= 400 && responseCode < 500;
    return again(
      offered ? 'tls_failed' : 'starttls_not_offered',
      offered ? `STARTTLS: ${describe(error)}` : `STARTTLS is not offered: ${describe(error)}`,
    );
  }
  if (responseCode >= 400) {
    const isFinal = responseCode >= 500 && OF_THE_MAIL.test(command);
    const reason = responseCode >= 500 ? 'refused' : reasonForNow(error);
    return { reason, detail: `${command === 'CONN' ? 'greeting' : command}: ${describe(error)}`, isFinal };
  }
  if (code === 'EMESSAGE' || code === 'EENVELOPE') return { reason: 'refused', detail: describe(error), isFinal: true };
  if (code === 'EDNS') return again('host_not_found', describe(error));
  if (code === 'EPROTOCOL') return again('answer_malformed', describe(error));
  if (code === 'ETIMEDOUT') return again('timed_out', describe(error));
  if (code === 'ETLS' && originalCode === undefined) return again('tls_failed', describe(error));
  return again(...ofTransport(error));
}

function ofTransport(error: SmtpError): [Reason, string] {
  const { reason, detail } = transportProblem(
    error.originalCode === undefined ? error : Object.assign(new Error(error.message), { code: error.originalCode }),
  );
  return [reason, detail];
}
