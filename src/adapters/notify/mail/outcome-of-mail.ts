import { visible } from '../../../formats/terminal/visible.ts';
import type { Outcome } from '../../../work/ports/outputs.ts';
import { again as tryAgain } from '../again.ts';
import type { SmtpAnswer } from './smtp-session.ts';

/** A ledger row, not an archive, characters. */
const LONGEST = 4096;

/**
 * What an answer means: again while anybody is refused for now; never when all are refused for good; delivered otherwise, with
 * those named who were not taken. Who was taken, or is refused for good, is not asked for again.
 * @param waiting recipients who are still to be sent an earlier mail
 * @param told makes one line of what the server said
 */
export function outcomeOfMail(
  { accepted, refused, response }: SmtpAnswer,
  waiting: readonly string[],
  told: (text: string) => string,
): Outcome {
  const inOrder = [...refused].sort((one, other) => Number(one.isFinal) - Number(other.isFinal));
  const refusals = inOrder.map(({ recipient, detail }) => told(`${visible(recipient)} was refused: ${detail}`));
  const taken = accepted.length > 0 ? [`${told(response)} (${accepted.map(visible).join(', ')})`] : [];
  const left = waiting.map((recipient) => told(`${visible(recipient)} waits: an earlier mail comes first`));
  // Whoever looks at the first line alone reads of who is refused for now.
  const lines = inOrder[0]?.isFinal === false ? [...refusals, ...taken, ...left] : [...taken, ...refusals, ...left];
  if (lines.length === 0) lines.push(told('nobody is left to be sent it'));
  const detail = lines.join('\n').slice(0, LONGEST);
  const settled = refused.filter(({ isFinal }) => isFinal);
  const done = [
    ...accepted.map((part) => ({ part, isTold: true })),
    ...settled.map(({ recipient }) => ({ part: recipient, isTold: false })),
  ];
  const isPartly = waiting.length > 0;
  const isTaken = accepted.length > 0 || refused.length === 0;
  const again = inOrder.find(({ isFinal }) => !isFinal) ?? (isPartly && !isTaken ? settled[0] : undefined);
  if (again !== undefined) return { ...tryAgain(again.reason, detail), done };
  const [first] = settled;
  if (!isTaken && first !== undefined) return { kind: 'never', reason: first.reason, detail, disable: false };
  return isPartly ? { kind: 'delivered', detail, done, isPartly } : { kind: 'delivered', detail };
}
