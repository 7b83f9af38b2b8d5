import { visible } from '../../formats/visible.ts';
import type { Outcome } from '../../work/ports.ts';
import { again } from './again.ts';
import type { SmtpAnswer } from './smtp-session.ts';

/** A ledger row, not an archive, characters. */
const LONGEST = 4096;

/**
 * What an answer means: again while anybody is refused for now; never when all are refused for good; delivered otherwise, with
 * those named who were not taken.
 * @param told makes one line of what the server said
 */
export function outcomeOfMail({ accepted, refused, response }: SmtpAnswer, told: (text: string) => string): Outcome {
  const lines = refused.map(({ recipient, detail }) => told(`${visible(recipient)} was refused: ${detail}`));
  if (accepted.length > 0) lines.unshift(`${told(response)} (${accepted.map(visible).join(', ')})`);
  const detail = lines.join('\n').slice(0, LONGEST);
  const later = refused.find(({ isFinal }) => !isFinal);
  if (later !== undefined) return again(later.reason, detail);
  const [first] = refused;
  return accepted.length > 0 || first === undefined
    ? { kind: 'delivered', detail }
    : { kind: 'never', reason: first.reason, detail, disable: false };
}
