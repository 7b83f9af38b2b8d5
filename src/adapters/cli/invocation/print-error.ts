import { causeOf } from '../../../domain/failure/cause-of.ts';
import { renderConfigurationIssue } from '../../../domain/failure/configuration/configuration-issue.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { ConfigurationError, MailcertdError, UsageError } from '../../../work/errors.ts';
import { OutputError, ReaderGoneError } from '../session/output.ts';
import { ParsingEnded } from '../session/parsing-ended.ts';
import type { Invocation } from './invocation.ts';

/** The messages of commander and their translations; `$1` is the first group of the pattern. */
const COMMANDER_MESSAGES: readonly (readonly [message: RegExp, japanese: string])[] = [
  [/^option '(.+?)' argument '(.*)' is invalid\.? ?(.*)$/, 'オプション $1 の値「$2」は使用できません。$3'],
  [
    /^command-argument value '(.*)' is invalid for argument '(.+?)'\.? ?(.*)$/,
    '引数 $2 の値「$1」は使用できません。$3',
  ],
  [/^unknown option '(.+?)'(?: \(Did you mean (.+?)\?\))?$/, 'オプション $1 はありません。$2'],
  [/^unknown command '(.+?)'(?: \(Did you mean (.+?)\?\))?$/, 'コマンド $1 はありません。$2'],
  [/^option '(.+?)' argument missing$/, 'オプション $1 に値がありません。'],
  [/^required option '(.+?)' not specified$/, 'オプション $1 を指定してください。'],
  [/^option '(.+?)' cannot be used with option '(.+?)'$/, 'オプション $1 と $2 は同時に指定できません。'],
  [/^missing required argument '(.+?)'$/, '引数 $1 がありません。'],
  [
    /^too many arguments(?: for '.+?')?\. Expected (\d+) arguments? but got (\d+).*$/,
    '引数が多すぎます ($1 個のところ $2 個)。',
  ],
];

/**
 * Returns an error as lines for standard error. Configuration errors begin with `file:line:column`.
 */
export function errorLines(error: unknown, locale: Locale): readonly string[] {
  if (error instanceof ParsingEnded) return [commanderErrorLine(error, locale)];
  if (error instanceof ConfigurationError) {
    return error.errors
      .map((issue) => renderConfigurationIssue(issue, locale))
      .join('\n')
      .split('\n');
  }
  if (error instanceof UsageError && locale === 'ja') return [`mailcertd: ${error.japanese ?? error.message}`];
  if (error instanceof UsageError) return [`mailcertd: ${error.message}`];
  return [`mailcertd: ${failureText(causeOf(error), locale)}`];
}

/** Returns the message of commander in one line, with a reference to the help. */
function commanderErrorLine({ command, cause }: ParsingEnded, locale: Locale): string {
  const message = cause.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .trimEnd();
  if (locale === 'ja') return `${command}: ${commanderMessageInJapanese(message)} (${command} --help)`;
  return `${command}: ${message.replace(/\.$/, '')}; see ${command} --help`;
}

/** Returns the translation of a message of commander; an unknown message as it is. */
function commanderMessageInJapanese(message: string): string {
  for (const [pattern, japanese] of COMMANDER_MESSAGES) {
    if (pattern.test(message)) return message.replace(pattern, japanese).replace(/。\.?$/, '');
  }
  return message;
}

/**
 * Prints an error and returns the exit code; prints nothing if help was printed or stdout closed.
 */
export function printError(error: unknown, { output, dependencies, verbosity, messageLocale }: Invocation): number {
  if (error instanceof ReaderGoneError) return 0;
  if (error instanceof ParsingEnded && error.cause.exitCode === 0) return 0;
  // The user interrupted the command, so the errors of its operations are not reported. An error of
  // standard output also aborts the signal, but is reported.
  if (dependencies.signal.aborted && !(error instanceof OutputError)) return 1;
  for (const line of errorLines(error, messageLocale)) output.note(line);
  const isExpected = error instanceof MailcertdError || error instanceof ParsingEnded;
  if (error instanceof Error && (verbosity > 0 || !isExpected)) for (const line of stackLines(error)) output.note(line);
  return isUsageError(error) ? 2 : 1;
}

/** Returns the stack of an error and its causes, for developers. */
function stackLines(error: Error): readonly string[] {
  const lines = (error.stack ?? '').split('\n').slice(1);
  return error.cause instanceof Error
    ? [...lines, `caused by ${error.cause.message}`, ...stackLines(error.cause)]
    : lines;
}

/** Returns whether the error is in the command line or the configuration. */
function isUsageError(error: unknown): boolean {
  return error instanceof ParsingEnded || error instanceof ConfigurationError || error instanceof UsageError;
}
