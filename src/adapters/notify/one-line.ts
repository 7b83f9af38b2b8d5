import { redact } from './redact.ts';

/** How much of what the other side said is told, characters. */
const LONGEST = 200;

/**
 * Returns the text of a remote server as one short line of printable characters without the
 * secrets; nothing else is escaped.
 */
export function oneLine(text: string, secrets: readonly string[]): string {
  // It is never sent, but a receiver that finds a signature wrong may say what it expected.
  const veiled = redact(text, secrets).replace(/whsec_\S*/g, 'whsec_…');
  const characters = [...veiled.replace(/[\s\p{C}]+/gu, ' ').trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : characters.join('');
}
