import { oneLine } from '../../domain/one-line.ts';
import { redact } from './redact.ts';

/** The maximum length of a remote text, characters. */
const LONGEST = 200;

/**
 * Returns the text of a remote server as one short line of printable characters, with secrets
 * redacted and without escaping.
 */
export function redactedLine(text: string, secrets: readonly string[]): string {
  // Webhook secrets are never sent, but a receiver may return the one that it expected.
  const redacted = redact(text, secrets).replace(/whsec_\S*/g, 'whsec_…');
  return oneLine(redacted, LONGEST);
}
