import type { FinishedPart } from '../../../domain/alert/delivery.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { retryOutcome } from '../retry-outcome.ts';
import type { SmtpResult } from './smtp-session.ts';

/** The maximum length of a detail, characters. */
const MAX_DETAIL_CHARACTERS = 4096;

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
 * @param lineOf formats a server's text as one line
 */
export function outcomeOfMail(
  result: SmtpResult,
  { waitingRecipients, isPartlyDelivered }: OtherRecipients,
  lineOf: (text: string) => string,
): Outcome {
  const { accepted, refused } = result;
  const detail = detailOfMail(result, waitingRecipients, lineOf);
  const finalRefusals = refused.filter(({ isFinal }) => isFinal);
  const done: readonly FinishedPart[] = [
    ...accepted.map((recipient) => ({ part: recipient, isDelivered: true })),
    ...finalRefusals.map(({ recipient }) => ({ part: recipient, isDelivered: false })),
  ];
  const hasWaitingParts = waitingRecipients.length > 0;
  const temporaryRefusal = refused.find(({ isFinal }) => !isFinal);
  if (temporaryRefusal !== undefined) return { ...retryOutcome(temporaryRefusal.reason, detail), done };
  const [firstRefusal] = finalRefusals;
  if (accepted.length === 0 && !isPartlyDelivered && firstRefusal !== undefined) {
    const { reason } = firstRefusal;
    // Refused recipients do not disable the notifier.
    return hasWaitingParts
      ? { ...retryOutcome(reason, detail), done }
      : { kind: 'rejected', reason, detail, disable: false };
  }
  if (hasWaitingParts) return { kind: 'delivered', detail, done, hasWaitingParts };
  // No attempt follows, so `done` is not needed.
  return { kind: 'delivered', detail };
}

function detailOfMail(
  { accepted, refused, response }: SmtpResult,
  waitingRecipients: readonly string[],
  lineOf: (text: string) => string,
): string {
  const temporaryFirst = [...refused].sort((left, right) => Number(left.isFinal) - Number(right.isFinal));
  const refusedLines = temporaryFirst.map(({ recipient, detail }) =>
    lineOf(`${visible(recipient)} was refused: ${detail}`),
  );
  const acceptedLines = accepted.length > 0 ? [`${lineOf(response)} (${accepted.map(visible).join(', ')})`] : [];
  const waitingLines = waitingRecipients.map((recipient) =>
    lineOf(`${visible(recipient)} is waiting: an earlier mail is still pending`),
  );
  // Temporary refusals are first, for readers of the first line only.
  const isRefusedTemporarily = temporaryFirst[0]?.isFinal === false;
  const resultLines = isRefusedTemporarily ? [...refusedLines, ...acceptedLines] : [...acceptedLines, ...refusedLines];
  const lines = [...resultLines, ...waitingLines];
  // Nothing was sent, because earlier attempts finished all recipients.
  if (lines.length === 0) lines.push(lineOf('every recipient has accepted or refused it'));
  return lines.join('\n').slice(0, MAX_DETAIL_CHARACTERS);
}
