import type { Failure } from '../../../domain/failure/failure.ts';
import { MAIL_FAILURES } from '../../../domain/failure/mail-failures.ts';

/**
 * Returns the reply code of an SMTP reply and its enhanced status code, if it has one, without the
 * server's text; for example `535 5.7.8`. Only digits that the RFCs define are accepted, so that
 * they cannot contain a password. Returns a failure for other texts.
 * @see RFC 5321 section 4.2.1, RFC 3463 section 2
 */
export function replyCodes(reply: string): string | Failure {
  const [, code, status] = /^([2-5][0-5]\d)(?:[ -]([245]\.[0-7]\.\d{1,2})(?![\d.]))?/.exec(reply) ?? [];
  if (code === undefined) return MAIL_FAILURES.not_an_smtp_reply;
  return status === undefined ? code : `${code} ${status}`;
}
