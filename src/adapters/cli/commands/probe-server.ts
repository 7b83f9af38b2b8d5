import { NAGIOS_CODES, renderNagios } from '../../../formats/metrics/nagios.ts';
import { requireLimitsInOrder } from '../arguments/check-limits.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { jsonDocument } from '../json/json-document.ts';
import { probeDocument } from '../json/probe-document.ts';
import { evaluateProbe, type ProbeReport } from '../json/probe-report.ts';
import { probeScreen } from '../screens/probe-screen.ts';
import { ReaderGoneError } from '../session/output.ts';
import type { Session } from '../session/session.ts';
import { configurationErrorLines } from '../text/configuration-error-lines.ts';
import { PROBE_WORDS } from '../text/probe-words.ts';
import { unknownBecause, withConfigurationErrors } from './check.ts';
import { findServer, type ProbeOverrides } from './find-server.ts';
import { probeCheck } from './probe-check.ts';

/** The options of `connectors probe`. */
export interface ProbeCommandOptions extends ProbeOverrides {
  readonly format: 'text' | 'json';
  readonly check?: true;
  readonly warning?: number;
  readonly critical?: number;
}

/** Prints the dialogue and the verdicts. The exit code is 0 if an address answered. */
export async function showServer(
  word: string,
  { format, ...overrides }: ProbeCommandOptions,
  invocation: Invocation,
): Promise<void> {
  const { output, dependencies } = invocation;
  await invocation.withAnySession(async (session) => {
    const report = await probeAndEvaluate(word, overrides, session, dependencies.signal);
    await output.print(
      format === 'json' ? jsonDocument(probeDocument(report)) : probeScreen(report, invocation.screenContext(session)),
    );
    if (report.addresses.some(({ kind }) => kind !== 'failed')) return;
    output.note(PROBE_WORDS[session.rendering.locale].everyAddressFailed);
    invocation.exitCode = 1;
  });
}

async function probeAndEvaluate(
  word: string,
  overrides: ProbeOverrides,
  session: Session,
  signal: AbortSignal,
): Promise<ProbeReport> {
  const { connectors, expiresSoon } = session;
  const scan = await connectors.scan(signal);
  const probed = findServer(word, overrides, scan.connectors);
  const answer = await connectors.probe(probed.target, probed.trust, signal);
  return evaluateProbe(answer, probed, scan, expiresSoon);
}

/** Prints one line for a monitoring system. The exit code is always 0 to 3. */
export async function checkServer(
  word: string,
  { warning, critical, ...overrides }: ProbeCommandOptions,
  invocation: Invocation,
): Promise<void> {
  const { output, dependencies } = invocation;
  let answer = unknownBecause(new Error(''), invocation.initialLocale);
  try {
    requireLimitsInOrder(warning, critical);
    const selected = { config: invocation.config, stores: [], ifInvalid: 'log', worksWithoutFile: true } as const;
    await using session = await dependencies.open(selected, invocation.locale);
    const report = await probeAndEvaluate(word, overrides, session, dependencies.signal);
    const limits = { warning, critical, soon: session.expiresSoon };
    // The second line would be about the event log, which a probe does not use.
    answer = withConfigurationErrors(
      probeCheck(report, limits, session.rendering),
      configurationErrorLines(session).slice(0, 1),
    );
  } catch (error) {
    if (error instanceof ReaderGoneError) throw error;
    answer = unknownBecause(error, invocation.initialLocale);
  }
  await output.print(`${renderNagios(answer)}\n`);
  invocation.exitCode = NAGIOS_CODES[answer.state];
}
