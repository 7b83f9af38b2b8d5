import { type Command, Option } from 'commander';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { HOUR, SECOND } from '../../../domain/time.ts';
import { parseSpan, parseTimeout } from '../../../formats/filter/time-arguments.ts';
import { NAGIOS_CODES, type NagiosResult, renderNagios } from '../../../formats/metrics/nagios.ts';
import { type CheckLimits, requireLimitsInOrder } from '../arguments/check-limits.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { configurationErrorLines } from '../session/configuration-error-lines.ts';
import { ReaderGoneError } from '../session/output.ts';
import type { Session } from '../session/session.ts';
import { CHECK_PHRASES } from '../text/check-phrases.ts';
import { OPTION_HELP } from '../text/help/option-help.ts';
import { SINGLE_COMMANDS_HELP } from '../text/help/single-commands-help.ts';
import { appendToResult } from './append-to-result.ts';
import { unknownBecause, unknownResult } from './unknown-result.ts';

/** The options of `check`, in ms. */
interface CheckOptions {
  readonly timeout: number;
  readonly warning?: number;
  readonly critical?: number;
}

/** The fraction of the timeout for probes; the rest is for everything else. */
const PROBE_TIME_FRACTION = 0.8;

/** The objects of a check, and its limits. */
interface CheckRequest {
  /** Empty: the open conditions of all connectors are checked. */
  readonly paths: readonly string[];
  readonly limits: CheckLimits;
  /** The time limit of all probes together, ms. */
  readonly probeWithinMs: number;
}

/** Adds `mailcertd check`, a Nagios plugin. Exit codes: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. */
export function addCheck(program: Command, invocation: Invocation): void {
  const { initialLocale: locale } = invocation;
  const help = inLanguage(SINGLE_COMMANDS_HELP, locale).check;
  const optionHelp = inLanguage(OPTION_HELP, locale);
  program
    .command('check')
    .description(help.description)
    .argument('[path...]', help.path)
    .addOption(
      new Option('-t, --timeout <duration>', help.timeout).argParser(parseTimeout(HOUR)).default(30 * SECOND, '30s'),
    )
    .option('-w, --warning <duration>', optionHelp.warning, parseSpan)
    .option('-c, --critical <duration>', optionHelp.critical, parseSpan)
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const result = await resultOrUnknown(paths, options, invocation);
      await invocation.output.print(`${renderNagios(result)}\n`);
      invocation.exitCode = NAGIOS_CODES[result.state];
    });
}

/** Returns the result of the check; an error is the result UNKNOWN with its message. */
async function resultOrUnknown(
  paths: readonly string[],
  { timeout, warning, critical }: CheckOptions,
  invocation: Invocation,
): Promise<NagiosResult> {
  try {
    requireLimitsInOrder(warning, critical);
    return await resultWithin(timeout, invocation, async (signal) => {
      await using session = await invocation.dependencies.open(
        { config: invocation.config, stores: paths, ifInvalid: 'accepted', worksWithoutFile: true },
        invocation.locale,
      );
      const limits = { warning, critical, expiring: session.expiresSoon };
      const probeWithinMs = timeout * PROBE_TIME_FRACTION;
      const result = await runCheck(session, { paths, limits, probeWithinMs }, signal);
      // An invalid configuration file only adds lines to the output. The state stays the same, because
      // the daemon does not use an invalid file.
      return appendToResult(result, configurationErrorLines(session).errorLines);
    });
  } catch (error) {
    if (error instanceof ReaderGoneError) throw error;
    return unknownBecause(error, invocation.initialLocale);
  }
}

/** Returns the result of `check`; after the timeout, aborts the check and returns UNKNOWN. */
async function resultWithin(
  timeoutMs: number,
  { dependencies, initialLocale }: Invocation,
  check: (signal: AbortSignal) => Promise<NagiosResult>,
): Promise<NagiosResult> {
  const timeout = new AbortController();
  const signal = AbortSignal.any([dependencies.signal, timeout.signal]);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<NagiosResult>((resolve) => {
    timer = setTimeout(() => {
      resolve(unknownResult(inLanguage(CHECK_PHRASES, initialLocale).timedOut(timeoutMs)));
      timeout.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([deadline, check(signal)]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Checks the certificates in the paths by a scan now. Without paths, checks all connectors, as of the
 * daemon's last scan. If no daemon has run, scans and probes them now.
 */
async function runCheck(
  { operations, rendering }: Session,
  { paths, limits, probeWithinMs }: CheckRequest,
  signal: AbortSignal,
): Promise<NagiosResult> {
  if (paths.length > 0) {
    const { checkPaths } = await import('./check-paths.ts');
    return checkPaths(await operations.scan({}, signal), limits, rendering);
  }
  const status = await operations.status(signal);
  if (status.daemon !== undefined) {
    const { checkStatus } = await import('./check-status.ts');
    return checkStatus(status, limits, rendering);
  }
  const { checkScan } = await import('./check-scan.ts');
  const scan = await operations.scan({ probeWithinMs }, signal);
  return checkScan(scan, limits, rendering);
}
