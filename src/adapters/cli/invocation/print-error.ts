import { causeOf } from '../../../domain/failure/cause-of.ts';
import { renderConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import type { FailureReader } from '../../../domain/failure/failure.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { ConfigurationError, MailcertdError } from '../../../work/errors.ts';
import { OutputError, ReaderGoneError } from '../session/output.ts';
import { ARGUMENT_FAILURES } from '../text/argument-failures.ts';
import { cliFailureText } from '../text/cli-failure-text.ts';
import { UsageError } from '../text/usage-error.ts';
import type { Invocation } from './invocation.ts';
import { ParsingEnded } from './parsing-ended.ts';

const PROGRAM = 'mailcertd';

/**
 * Returns an error as lines for standard error. Configuration errors begin with `file:line:column`,
 * and others with the command.
 */
export function errorLines(error: unknown, locale: Locale, reader?: FailureReader): readonly string[] {
  if (error instanceof ConfigurationError) return configurationErrorLines(error, locale);
  return [`${error instanceof ParsingEnded ? error.command : PROGRAM}: ${errorText(error, locale, reader)}`];
}

/** Returns an error in one line for the result of a plugin, which begins with the program. */
export function errorInOneLine(error: unknown, locale: Locale): string {
  if (error instanceof ConfigurationError) return configurationErrorLines(error, locale).join('; ');
  const text = errorText(error, locale);
  return error instanceof ParsingEnded && error.command !== PROGRAM ? `${error.command}: ${text}` : text;
}

function configurationErrorLines({ errors }: ConfigurationError, locale: Locale): readonly string[] {
  return errors.map((issue) => renderConfigurationIssue(issue, locale));
}

function errorText(error: unknown, locale: Locale, reader?: FailureReader): string {
  if (!(error instanceof ParsingEnded)) return cliFailureText(causeOf(error), locale, reader);
  const { command, failure } = error;
  return cliFailureText(ARGUMENT_FAILURES.refused_by_command({ command, cause: failure }), locale);
}

/**
 * Prints an error and returns the exit code; prints nothing if help was printed or stdout closed.
 */
export function printError(error: unknown, invocation: Invocation): number {
  const { output, dependencies, verbosity, messageLocale, errorReader } = invocation;
  if (error instanceof ReaderGoneError) return 0;
  if (error instanceof ParsingEnded && error.exitCode === 0) return 0;
  // The user interrupted the command, so the errors of its operations are not reported. An error of
  // standard output also aborts the signal, but is reported.
  if (dependencies.signal.aborted && !(error instanceof OutputError)) return 1;
  for (const line of errorLines(error, messageLocale, errorReader)) output.note(line);
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
