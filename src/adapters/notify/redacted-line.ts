import { type Failure, mapFailureTexts } from '../../domain/failure/failure.ts';
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

/**
 * Returns a cause with the texts of the remote server as short lines, with secrets redacted.
 * @param cause a string is such a text; in a failure, all texts are
 */
export function redactedCause(cause: Failure | string, secrets: readonly string[]): Failure | string {
  const redactText = (text: string): string => redactedLine(text, secrets);
  return typeof cause === 'string' ? redactText(cause) : mapFailureTexts(cause, redactText);
}
