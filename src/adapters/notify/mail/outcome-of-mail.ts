import type { FinishedPart } from '../../../domain/alert/delivery.ts';
import { ATTEMPT_FAILURES } from '../../../domain/failure/attempt-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { MAIL_FAILURES } from '../../../domain/failure/mail-failures.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { retryOutcome } from '../retry-outcome.ts';
import type { SmtpResult } from './smtp-session.ts';

/**
 * Makes the result of an attempt with the name of the server. A string is a text of the server, of
 * the system or of a library.
 */
export type MailResult = (cause: Failure | string) => Failure;

/** The recipients to whom this attempt does not send the mail. */
export interface OtherRecipients {
  /**
   * The recipients for whom an earlier mail is still pending. They get this mail in a later attempt,
   * so that mails arrive in order.
   */
  readonly waitingRecipients: readonly string[];
  /** True if a recipient accepted the mail in an earlier attempt. */
  readonly isPartlyDelivered: boolean;
}

/**
 * Returns the outcome of an attempt to send a mail:
 * 1. retry: a recipient was refused temporarily; or all recipients so far were refused permanently,
 *    and others wait
 * 2. rejected: all recipients were refused permanently, in this attempt and earlier ones
 * 3. otherwise delivered, even if other recipients wait (`hasWaitingParts`): they get the mail in a
 *    later attempt; the detail names refused and waiting recipients
 *
 * Each recipient is a part of the delivery. Accepted and permanently refused recipients are done: a
 * later attempt leaves them out.
 * @param resultOf makes the result of a part
 */
export function outcomeOfMail(
  result: SmtpResult,
  { waitingRecipients, isPartlyDelivered }: OtherRecipients,
  resultOf: MailResult,
): Outcome {
  const { accepted, refused } = result;
  const failure = failureOfMail(result, waitingRecipients, resultOf);
  const finalRefusals = refused.filter(({ isFinal }) => isFinal);
  const done: readonly FinishedPart[] = [
    ...accepted.map((recipient) => ({ part: recipient, isDelivered: true })),
    ...finalRefusals.map(({ recipient }) => ({ part: recipient, isDelivered: false })),
  ];
  const hasWaitingParts = waitingRecipients.length > 0;
  const temporaryRefusal = refused.find(({ isFinal }) => !isFinal);
  if (temporaryRefusal !== undefined) return { ...retryOutcome(temporaryRefusal.reason, failure), done };
  const [firstRefusal] = finalRefusals;
  if (accepted.length === 0 && !isPartlyDelivered && firstRefusal !== undefined) {
    const { reason } = firstRefusal;
    // Refused recipients do not disable the notifier.
    return hasWaitingParts
      ? { ...retryOutcome(reason, failure), done }
      : { kind: 'rejected', reason, failure, disable: false };
  }
  if (hasWaitingParts) return { kind: 'delivered', failure, done, hasWaitingParts };
  // No attempt follows, so `done` is not needed.
  return { kind: 'delivered', failure };
}

function failureOfMail(
  { accepted, refused, response }: SmtpResult,
  waitingRecipients: readonly string[],
  resultOf: MailResult,
): Failure {
  const temporaryFirst = [...refused].sort((left, right) => Number(left.isFinal) - Number(right.isFinal));
  const refusedLines = temporaryFirst.map(({ recipient, cause }) =>
    resultOf(MAIL_FAILURES.recipient_refused({ recipient: visible(recipient), cause })),
  );
  const acceptedLines =
    accepted.length > 0 ? [resultOf(MAIL_FAILURES.mail_accepted({ response, recipients: accepted.map(visible) }))] : [];
  const waitingLines = waitingRecipients.map((recipient) =>
    resultOf(MAIL_FAILURES.recipient_waiting({ recipient: visible(recipient) })),
  );
  // Temporary refusals are first, for readers of the first line only.
  const isRefusedTemporarily = temporaryFirst[0]?.isFinal === false;
  const resultLines = isRefusedTemporarily ? [...refusedLines, ...acceptedLines] : [...acceptedLines, ...refusedLines];
  const lines = [...resultLines, ...waitingLines];
  // Nothing was sent, because earlier attempts finished all recipients.
  if (lines.length === 0) lines.push(resultOf(MAIL_FAILURES.recipients_finished));
  const [first] = lines;
  return lines.length === 1 && first !== undefined ? first : ATTEMPT_FAILURES.text_lines({ lines });
}
