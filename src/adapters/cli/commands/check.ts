import { type Command, Option } from 'commander';
import type { Locale } from '../../../domain/event/event-definition.ts';
import { HOUR, SECOND } from '../../../domain/time.ts';
import { NAGIOS_CODES, type NagiosResult, renderNagios } from '../../../formats/metrics/nagios.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import { type CheckLimits, requireLimitsInOrder } from '../arguments/check-limits.ts';
import { parseSpan, parseTimeout } from '../arguments/time-arguments.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { errorLines } from '../invocation/print-error.ts';
import { ReaderGoneError } from '../session/output.ts';
import type { Session } from '../session/session.ts';
import { configurationErrorLines } from '../text/configuration-error-lines.ts';
import { wordsOf } from '../text/words-of.ts';

interface CheckOptions {
  readonly timeout: number;
  readonly warning?: number;
  readonly critical?: number;
}

/** The fraction of the timeout for probes; the rest is for reporting their results. */
const PROBE_TIME_FRACTION = 0.8;

/** The objects of a check, and its limits. */
interface CheckRequest {
  /** Empty: the open conditions are checked. */
  readonly paths: readonly string[];
  readonly limits: CheckLimits;
  readonly probeWithinMs: number;
}

/**
 * Adds the lines about an invalid configuration file to an answer. The state stays as it is,
 * because the daemon does not use that file.
 */
export function withConfigurationErrors(answer: NagiosResult, lines: readonly string[]): NagiosResult {
  if (lines.length === 0) return answer;
  return { ...answer, text: [answer.text.replace(/[.。]$/u, ''), ...lines].join('; ') };
}

/** Returns UNKNOWN with the error message of mailcertd. */
export function unknownBecause(error: unknown, locale: Locale): NagiosResult {
  return unknownAnswer(
    errorLines(error, locale)
      .join('; ')
      .replace(/^mailcertd: /, ''),
  );
}

function unknownAnswer(text: string): NagiosResult {
  return { state: 'UNKNOWN', text, measurements: [] };
}

/** Adds `mailcertd check`, a Nagios plugin. Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export function addCheck(program: Command, invocation: Invocation): void {
  program
    .command('check')
    .description('Nagios plugin (exit 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN)')
    .argument('[path...]', 'check the certificates in these paths (default: open conditions)')
    .addOption(
      new Option('-t, --timeout <duration>', 'UNKNOWN if the check takes longer, for example 10s')
        .argParser(parseTimeout(HOUR))
        .default(30 * SECOND, '30s'),
    )
    .option('-w, --warning <duration>', 'WARNING if a certificate expires within this time, for example 30d', parseSpan)
    .option(
      '-c, --critical <duration>',
      'CRITICAL if a certificate expires within this time, for example 7d',
      parseSpan,
    )
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const answer = await answerOrError(paths, options, invocation);
      await invocation.output.print(`${renderNagios(answer)}\n`);
      invocation.exitCode = NAGIOS_CODES[answer.state];
    });
}

/** Returns the answer of the plugin; UNKNOWN with the message of an error. */
async function answerOrError(
  paths: readonly string[],
  { timeout, warning, critical }: CheckOptions,
  invocation: Invocation,
): Promise<NagiosResult> {
  try {
    requireLimitsInOrder(warning, critical);
    return await answerWithin(timeout, invocation, async (signal) => {
      await using session = await invocation.dependencies.open(
        { config: invocation.config, stores: paths, ifInvalid: 'accepted', worksWithoutFile: true },
        invocation.locale,
      );
      const limits = { warning, critical, soon: session.expiresSoon };
      const probeWithinMs = timeout * PROBE_TIME_FRACTION;
      const answer = await answerFrom(session, { paths, limits, probeWithinMs }, signal);
      return withConfigurationErrors(answer, configurationErrorLines(session));
    });
  } catch (error) {
    if (error instanceof ReaderGoneError) throw error;
    return unknownBecause(error, invocation.initialLocale);
  }
}

/** Returns the answer, or UNKNOWN after the timeout, which also aborts the command. */
async function answerWithin(
  timeoutMs: number,
  { dependencies, initialLocale }: Invocation,
  check: (signal: AbortSignal) => Promise<NagiosResult>,
): Promise<NagiosResult> {
  const timeout = new AbortController();
  const signal = AbortSignal.any([dependencies.signal, timeout.signal]);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<NagiosResult>((resolve) => {
    timer = setTimeout(() => {
      resolve(unknownAnswer(wordsOf(initialLocale).check.timedOut(renderDuration(timeoutMs))));
      timeout.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([deadline, check(signal)]);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the answer for the paths, or from the last scan of the daemon or else a scan now. */
async function answerFrom(
  { operations, rendering }: Session,
  { paths, limits, probeWithinMs }: CheckRequest,
  signal: AbortSignal,
): Promise<NagiosResult> {
  if (paths.length > 0) {
    const { checkPaths } = await import('./check-paths.ts');
    return checkPaths(await operations.scan(undefined, signal), limits, rendering);
  }
  const { checkScan, checkStatus } = await import('./check-status.ts');
  const status = await operations.status(signal);
  if (status.daemon !== undefined) return checkStatus(status, limits, rendering);
  return checkScan(await operations.scan(undefined, signal, 'selected', probeWithinMs), limits, rendering);
}
