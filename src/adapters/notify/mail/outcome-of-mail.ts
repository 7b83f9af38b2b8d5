import type { FinishedPart } from '../../../domain/alert/delivery.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { retryOutcome } from '../retry-outcome.ts';
import type { SmtpResult } from './smtp-session.ts';

/** The maximum length of a detail, characters. */
const MAX_DETAIL_CHARACTERS = 4096;

/**
 * Returns the outcome of a mail:
 * 1. retry: a recipient was refused temporarily; or all recipients of this attempt were refused
 *    permanently, and other recipients wait for an earlier mail
 * 2. rejected: all recipients were refused permanently
 * 3. otherwise delivered; the detail names refused and waiting recipients
 *
 * Accepted and permanently refused recipients are done: a later attempt leaves them out.
 * @param waitingRecipients recipients for whom an earlier mail is still pending
 * @param lineOf formats a server's text as one line
 */
export function outcomeOfMail(
  result: SmtpResult,
  waitingRecipients: readonly string[],
  lineOf: (text: string) => string,
): Outcome {
  const { accepted, refused } = result;
  const detail = detailOfMail(result, waitingRecipients, lineOf);
  const finalRefusals = refused.filter(({ isFinal }) => isFinal);
  const done: readonly FinishedPart[] = [
    ...accepted.map((part) => ({ part, isDelivered: true })),
    ...finalRefusals.map(({ recipient }) => ({ part: recipient, isDelivered: false })),
  ];
  const hasWaitingParts = waitingRecipients.length > 0;
  const temporaryRefusal = refused.find(({ isFinal }) => !isFinal);
  if (temporaryRefusal !== undefined) return { ...retryOutcome(temporaryRefusal.reason, detail), done };
  const [firstRefusal] = finalRefusals;
  if (accepted.length === 0 && firstRefusal !== undefined) {
    const { reason } = firstRefusal;
    return hasWaitingParts
      ? { ...retryOutcome(reason, detail), done }
      : { kind: 'rejected', reason, detail, disable: false };
  }
  // Without waiting recipients, no attempt follows, so `done` is not needed.
  return hasWaitingParts ? { kind: 'delivered', detail, done, hasWaitingParts } : { kind: 'delivered', detail };
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
