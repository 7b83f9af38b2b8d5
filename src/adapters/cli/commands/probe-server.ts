import { inLanguage } from '../../../domain/text/phrase.ts';
import { jsonDocument } from '../../../formats/document/json-document.ts';
import { NAGIOS_CODES, type NagiosResult, renderNagios } from '../../../formats/metrics/nagios.ts';
import { requireLimitsInOrder } from '../arguments/check-limits.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { probeDocument } from '../json/probe-document.ts';
import { evaluateProbe, type ProbeReport } from '../json/probe-report.ts';
import { probeScreen } from '../screens/probe-screen.ts';
import { configurationErrorLines } from '../session/configuration-error-lines.ts';
import { ReaderGoneError } from '../session/output.ts';
import type { Session } from '../session/session.ts';
import { PROBE_PHRASES } from '../text/probe-phrases.ts';
import { appendToResult } from './append-to-result.ts';
import { findServer, type ProbeOverrides } from './find-server.ts';
import { probeCheck } from './probe-check.ts';
import { unknownBecause } from './unknown-result.ts';

/**
 * The options of `connectors probe` when this command probes the server. With `--now`, the daemon
 * probes it instead.
 */
export interface ProbeCommandOptions extends Partial<ProbeOverrides> {
  readonly format: 'text' | 'json';
  /** Print a Nagios result instead of the dialogue. */
  readonly check?: true;
  /** In ms, as `critical`. */
  readonly warning?: number;
  readonly critical?: number;
}

/**
 * Prints the dialogue with every address and the verdicts. The exit code is 1 if the probe failed
 * at every address.
 */
export async function showServer(
  serverOrConnector: string,
  options: ProbeCommandOptions,
  invocation: Invocation,
): Promise<void> {
  const { output, dependencies } = invocation;
  await invocation.withAnySession(async (session) => {
    const report = await probeAndEvaluate(serverOrConnector, options, session, dependencies.signal);
    await output.print(
      options.format === 'json'
        ? jsonDocument(probeDocument(report))
        : probeScreen(report, invocation.screenContext(session)),
    );
    if (report.addresses.some(({ kind }) => kind !== 'failed')) return;
    output.note(inLanguage(PROBE_PHRASES, session.rendering.locale).everyAddressFailed);
    invocation.exitCode = 1;
  });
}

async function probeAndEvaluate(
  serverOrConnector: string,
  { allKeyTypes, timeout, name }: ProbeCommandOptions,
  { connectors, expiresSoon }: Session,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const scan = await connectors.scan(signal);
  const probed = findServer(serverOrConnector, { allKeyTypes, timeout, name }, scan.connectors);
  const result = await connectors.probe(probed.target, probed.trust, signal);
  return evaluateProbe(result, probed, scan, expiresSoon);
}

/** Prints the result as a Nagios plugin: one line, and always an exit code from 0 to 3. */
export async function checkServer(
  serverOrConnector: string,
  options: ProbeCommandOptions,
  invocation: Invocation,
): Promise<void> {
  const result = await resultOrUnknown(serverOrConnector, options, invocation);
  await invocation.output.print(`${renderNagios(result)}\n`);
  invocation.exitCode = NAGIOS_CODES[result.state];
}

/** Returns the result of the probe; an error is the result UNKNOWN with its message. */
async function resultOrUnknown(
  serverOrConnector: string,
  options: ProbeCommandOptions,
  { dependencies, config, locale, initialLocale }: Invocation,
): Promise<NagiosResult> {
  const { warning, critical } = options;
  try {
    requireLimitsInOrder(warning, critical);
    // The options of `withAnySession`. Here, the errors of the configuration are part of the result.
    const selected = {
      config,
      stores: [],
      ifInvalid: 'accepted-or-log-settings',
      worksWithoutFile: true,
    } as const;
    await using session = await dependencies.open(selected, locale);
    const report = await probeAndEvaluate(serverOrConnector, options, session, dependencies.signal);
    const limits = { warning, critical, expiring: session.expiresSoon };
    const { errorLines } = configurationErrorLines(session);
    return appendToResult(probeCheck(report, limits, session.rendering), errorLines);
  } catch (error) {
    if (error instanceof ReaderGoneError) throw error;
    // The configuration, which can set the language, may not have been read.
    return unknownBecause(error, initialLocale);
  }
}
