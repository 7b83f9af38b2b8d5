import type { Failure } from '../../../domain/failure/failure.ts';
import { MAIL_FAILURES } from '../../../domain/failure/mail-failures.ts';
import type { Reason } from '../../../domain/failure/problem.ts';
import { transportProblem } from '../transport-problem.ts';

/** An error of nodemailer. Inapplicable fields are missing. */
interface SmtpError extends Error {
  /** nodemailer's own error code. */
  readonly code?: string | undefined;
  /** The code of a failed system call or of TLS. */
  readonly originalCode?: string | undefined;
  /** The last command that was sent. */
  readonly command?: string | undefined;
  /** The complete reply, and its code. */
  readonly response?: string | undefined;
  readonly responseCode?: number | undefined;
}

/** The cause of a failed mail. */
export interface SmtpProblem {
  readonly reason: Reason;
  /** A string is a reply of the server, or a text of the system or of nodemailer. */
  readonly cause: Failure | string;
  /** True if the same mail would fail again. */
  readonly isFinal: boolean;
}

/**
 * The commands whose replies are about the mail. Replies to other commands are about the client,
 * and the configuration can be fixed.
 */
const MAIL_COMMAND = /^(?:MAIL FROM|RCPT TO|DATA)/;

/** A function that returns the part of a server's reply that may be stored. */
export type ReplyFilter = (reply: string) => string | Failure;

/**
 * The subject of an enhanced status code: 3 is the mail system, 4 is the network.
 * @see RFC 3463 section 3
 */
const SYSTEM_SUBJECT = /^[34]$/;

/**
 * Returns the reason for a 4xx reply. The server refuses this mail or client for now, for example
 * with greylisting, or it has an internal error.
 */
function temporaryReason({ response = '', responseCode }: SmtpError): Reason {
  const subject = /^\d{3}[ -]4\.(\d{1,3})\.\d/.exec(response)?.[1];
  // 450 means that the mailbox is unavailable.
  // @see RFC 5321 section 4.2.3
  if (subject === undefined) return responseCode === 450 ? 'refused' : 'server_error';
  return SYSTEM_SUBJECT.test(subject) ? 'server_error' : 'refused';
}

/**
 * Returns the cause of a failed session.
 * @see RFC 5321 section 4.2.1
 */
export function smtpProblem(error: SmtpError, filterReply: ReplyFilter): SmtpProblem {
  const said = error.response === undefined ? error.message : filterReply(error.response);
  const cause = typeof said === 'string' ? said.replace(/\s+/g, ' ').trim() : said;
  const { code = '', originalCode, command = '', responseCode = 0, message } = error;
  const retryable = (reason: Reason, retried: Failure | string = cause): SmtpProblem => ({
    reason,
    cause: retried,
    isFinal: false,
  });
  if (code === 'EAUTH') return retryable('authentication_failed', MAIL_FAILURES.mail_login_failed({ cause }));
  if (command === 'STARTTLS' || (command === 'EHLO' && message.includes('required STARTTLS'))) {
    // A server without STARTTLS rejects the command permanently; a temporary failure means that
    // STARTTLS is offered.
    const isOffered = responseCode >= 400 && responseCode < 500;
    return isOffered
      ? retryable('tls_failed', MAIL_FAILURES.mail_starttls_failed({ cause }))
      : retryable('starttls_not_offered', MAIL_FAILURES.mail_starttls_missing({ cause }));
  }
  if (responseCode >= 400) {
    const isFinal = responseCode >= 500 && MAIL_COMMAND.test(command);
    const reason = responseCode >= 500 ? 'refused' : temporaryReason(error);
    const refusal =
      command === 'CONN'
        ? MAIL_FAILURES.mail_greeting_refused({ cause })
        : MAIL_FAILURES.mail_command_refused({ command, cause });
    return { reason, cause: refusal, isFinal };
  }
  if (code === 'EMESSAGE' || code === 'EENVELOPE') return { reason: 'refused', cause, isFinal: true };
  if (code === 'EDNS') return retryable('host_not_found');
  if (code === 'EPROTOCOL') return retryable('response_malformed');
  if (code === 'ETIMEDOUT') return retryable('timed_out');
  if (code === 'ETLS' && originalCode === undefined) return retryable('tls_failed');
  // nodemailer replaces the code of a system error with its own code.
  const systemError = Object.assign(new Error(message), { code: originalCode });
  const transport = transportProblem(originalCode === undefined ? error : systemError);
  return retryable(transport.reason, transport.cause);
}
