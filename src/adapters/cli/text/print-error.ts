import type { Locale } from '../../../domain/event/event-definition.ts';
import {
  ConfigurationError,
  ExportError,
  IssueError,
  LedgerError,
  MailcertdError,
  NativeModuleError,
  ResourceError,
  StoreBusyError,
  UsageError,
} from '../../../work/errors.ts';
import type { Invocation } from '../invocation.ts';
import { OutputError, ReaderGoneError } from '../output.ts';
import { ParsingEnded } from '../parsing-ended.ts';
import { failureInJapanese } from './failure-in-japanese.ts';

/** What commander says, and the same in Japanese; what stands in brackets is carried over. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
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

/** A refusal of commander in Japanese; one that is not known stays as it is. One line. */
function refusalInJapanese(message: string): string {
  for (const [pattern, sentence] of SENTENCES) {
    if (pattern.test(message)) return message.replace(pattern, sentence).replace(/。\.?$/, '');
  }
  return message;
}

/** What commander says, in one line, and where to read on. */
function refusal({ command, cause }: ParsingEnded, locale: Locale): string {
  const message = cause.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .trimEnd();
  if (locale === 'ja') return `${command}: ${refusalInJapanese(message)} (${command} --help)`;
  return `${command}: ${message.replace(/\.$/, '')}; see ${command} --help`;
}

/** What failed, as lines for standard error; a fault in a configuration is told as compilers do, `file:line:column`. */
export function failureLines(error: unknown, locale: Locale): readonly string[] {
  if (error instanceof ParsingEnded) return [refusal(error, locale)];
  if (error instanceof ConfigurationError) return error.message.split('\n');
  if (locale === 'ja') {
    if (error instanceof UsageError) return [`mailcertd: ${error.japanese ?? error.message}`];
    if (error instanceof NativeModuleError) return [`mailcertd: ${error.japanese}`];
    if (error instanceof StoreBusyError) {
      const who = error.processId === undefined ? '' : ` (プロセス ${error.processId})`;
      return [
        `mailcertd: ストア ${error.store} の変更: 別の mailcertd${who} が変更しています。少し待ってから再実行してください`,
      ];
    }
    const isTold =
      error instanceof IssueError ||
      error instanceof ExportError ||
      error instanceof LedgerError ||
      error instanceof ResourceError;
    if (isTold) return [`mailcertd: ${failureInJapanese(error.message)}`];
  }
  return [`mailcertd: ${error instanceof Error ? error.message : String(error)}`];
}

/** Whether it is the command line, or the configuration, that must be changed. */
function isMisuse(error: unknown): boolean {
  return error instanceof ParsingEnded || error instanceof ConfigurationError || error instanceof UsageError;
}

/** Tells why a command ended early, and answers the exit code. */
export function printError(error: unknown, { output, means, verbosity, spokenLocale }: Invocation): number {
  if (error instanceof ReaderGoneError) return 0;
  if (error instanceof ParsingEnded && error.cause.exitCode === 0) return 0;
  // Whoever stopped it knows; what the stop broke off is no news. A full disk stops it too.
  if (means.signal.aborted && !(error instanceof OutputError)) return 1;
  for (const line of failureLines(error, spokenLocale)) output.note(line);
  const isOurs = error instanceof MailcertdError || error instanceof ParsingEnded;
  if (error instanceof Error && (verbosity > 0 || !isOurs)) for (const line of stackOf(error)) output.note(line);
  return isMisuse(error) ? 2 : 1;
}

/** Where it happened, and what brought it about: for whoever mends the program. */
function stackOf(error: Error): readonly string[] {
  const lines = (error.stack ?? '').split('\n').slice(1);
  return error.cause instanceof Error ? [...lines, `caused by ${error.cause.message}`, ...stackOf(error.cause)] : lines;
}
