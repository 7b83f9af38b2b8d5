import type { Failure } from '../failure/failure.ts';
import { failureText } from '../failure/failure-text.ts';
import type { Locale } from '../text/locale.ts';
import { type Phrase, phrase } from '../text/phrase.ts';

/** A line of an event: in both languages, or the same in both, for example a path. */
export type EventLine = string | Phrase<string>;

/** Returns a line in one language. */
export function lineText(line: EventLine, locale: Locale): string {
  return typeof line === 'string' ? line : line[locale];
}

/** Returns a line with a label: `File: /etc/ssl/mail.pem`. */
export function labeledLine(label: Phrase<string>, value: EventLine): Phrase<string> {
  return phrase({ en: `${label.en}: ${lineText(value, 'en')}`, ja: `${label.ja}: ${lineText(value, 'ja')}` });
}

/** Returns the line with a label; empty if the value is unknown or empty. */
export function labeledLines(label: Phrase<string>, value: string | undefined): readonly EventLine[] {
  return value === undefined || value === '' ? [] : [labeledLine(label, value)];
}

/** Returns an error in both languages. Without a failure, the message is the same in both. */
export function detailLine(detail: string, failure: Failure | undefined): EventLine {
  return failure === undefined ? detail : phrase({ en: detail, ja: failureText(failure, 'ja') });
}

/** Returns the line with an error; empty if the message is empty. */
export function errorDetailLines(detail: string, failure: Failure | undefined): readonly EventLine[] {
  return detail === '' ? [] : [labeledLine(ERROR_LABEL, detailLine(detail, failure))];
}

/** The label of an error message of a program or a system. */
export const ERROR_LABEL: Phrase<string> = { en: 'Error', ja: '詳細' };
