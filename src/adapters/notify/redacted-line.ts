import { oneLine } from '../../domain/one-line.ts';
import { redact } from './redact.ts';

/** The maximum length of a remote text, characters. */
const MAX_CHARACTERS = 200;

/**
 * Returns a text from a remote server as one short line, with secrets redacted. Each run of white
 * space and control characters becomes one space. Markup (HTML, Markdown) is not escaped.
 */
export function redactedLine(text: string, secrets: readonly string[]): string {
  // mailcertd never sends webhook secrets (`whsec_…`), so they are not in `secrets`. But a receiver
  // may return the secret that it expected.
  const redacted = redact(text, secrets).replace(/whsec_\S*/g, 'whsec_…');
  return oneLine(redacted, MAX_CHARACTERS);
}
