import type { Failure } from '../failure/failure.ts';
import { daemonFailureText } from '../failure/failure-text.ts';
import { type Phrase, phrase } from '../text/phrase.ts';
import type { EventLine } from './writer.ts';

/** Returns a line with a label: `File: /etc/ssl/mail.pem`. */
export function labeledLine(label: EventLine, value: EventLine): EventLine {
  return (write) => `${write.text(label)}: ${write.text(value)}`;
}

/** Returns the line with a label; empty if the value is unknown or empty. */
export function labeledLines(label: Phrase<string>, value: string | undefined): readonly EventLine[] {
  return value === undefined || value === '' ? [] : [labeledLine(label, value)];
}

/** Returns the line with a label and a list; empty if the list is unknown or empty. */
export function listLines(label: Phrase<string>, items: readonly string[] | undefined): readonly EventLine[] {
  return items === undefined || items.length === 0 ? [] : [labeledLine(label, (write) => write.list(items))];
}

/** Returns an error in both languages. Without a failure, the message is the same in both. */
export function detailLine(detail: string, failure: Failure | undefined): EventLine {
  return failure === undefined ? detail : phrase({ en: () => detail, ja: () => daemonFailureText(failure, 'ja') });
}

/** Returns the line with an error; empty if the message is empty. */
export function errorDetailLines(detail: string, failure: Failure | undefined): readonly EventLine[] {
  return detail === '' ? [] : [labeledLine(ERROR_LABEL, detailLine(detail, failure))];
}

/** The label of an error message of a program or a system. */
export const ERROR_LABEL: Phrase<string> = phrase({ en: 'Error', ja: '詳細' });
