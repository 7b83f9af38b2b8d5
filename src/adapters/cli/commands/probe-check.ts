import { probeUrl } from '../../../domain/connector/probe-target.ts';
import type { Problem, Reason } from '../../../domain/failure/problem.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { SECOND } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult, NagiosState, PerformanceValue } from '../../../formats/metrics/nagios.ts';
import type { ConversationStep } from '../../../work/ports/probes.ts';
import { type CheckLimits, severityOf, timeLeftMeasurement } from '../arguments/check-limits.ts';
import { type AddressReport, type ProbeReport, problemLevelOf, problemsOf } from '../json/probe-report.ts';
import { problemText, serverLine } from '../screens/probe-screen.ts';
import { timeLeft } from '../screens/selection-cells.ts';
import { PROBE_PHRASES } from '../text/probe-phrases.ts';

/** A problem of an address, and its severity. */
interface AddressProblem {
  readonly state: Exclude<NagiosState, 'OK'>;
  readonly sentence: string;
}

/** Worst first. */
const STATES_BY_SEVERITY: readonly AddressProblem['state'][] = ['CRITICAL', 'UNKNOWN', 'WARNING'];

/** The reasons for which a probe fails on this host; every other reason is one of the server. */
const LOCAL_REASONS: readonly Reason[] = ['network_unreachable', 'client_certificate_unusable'];

/**
 * Returns the result of the plugin: the most severe problem of all addresses, and all measurements.
 */
export function probeCheck(report: ProbeReport, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  const { result, addresses } = report;
  const url = probeUrl(result.target);
  const { resolution } = result;
  if (resolution.kind === 'unavailable') {
    const error = problemText(resolution.problem, { rendering });
    return { state: 'UNKNOWN', text: words.check.unresolved(result.target.host, error), measurements: [] };
  }
  const measurements = addresses.flatMap((address) => measurementsOf(address, report, limits));
  const all = addresses.flatMap((address) => addressProblems(address, report, limits, rendering));
  // If an address responds, a local problem with another one, for example a missing route to IPv6,
  // is no problem of the server.
  const hasResponded = addresses.some(({ kind }) => kind !== 'failed');
  const reported = hasResponded ? all.filter(({ state }) => state !== 'UNKNOWN') : all;
  const [first, ...others] = reported.sort(
    (a, b) => STATES_BY_SEVERITY.indexOf(a.state) - STATES_BY_SEVERITY.indexOf(b.state),
  );
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (${words.check.andOthers(others.length)})`;
    return { state: first.state, text: `${url}: ${first.sentence}${more}`, measurements };
  }
  const served = addresses.flatMap((address) => (address.kind === 'served' ? [address] : []));
  const [expiresFirst] = served.sort((a, b) => a.leaf.notAfter - b.leaf.notAfter);
  if (expiresFirst === undefined)
    return { state: 'UNKNOWN', text: `${url}: ${words.everyAddressFailed}`, measurements };
  const timeLeftText = timeLeft(expiresFirst.leaf.notAfter, result.at, rendering);
  return {
    state: 'OK',
    text: `${url}: ${words.check.servesValid(timeLeftText, expiresFirst.tls.protocol)}`,
    measurements,
  };
}

/**
 * Returns the durations and the remaining time of the certificate at an address. Labels contain the
 * address if the server has several.
 */
function measurementsOf(
  report: AddressReport,
  { result }: ProbeReport,
  limits: CheckLimits,
): readonly PerformanceValue[] {
  const { address, keyType, steps } = report.endpoint;
  const hasSeveralResults = result.endpoints.length > 1;
  const suffix = [hasSeveralResults ? address : '', keyType === 'any' ? '' : keyType]
    .filter(Boolean)
    .map((part) => ` ${part}`);
  const label = (quantity: string): string => `${quantity}${suffix.join('')}`;
  const { timeoutMs } = result.target;
  const step = (name: ConversationStep['step']): ConversationStep | undefined =>
    steps.find((candidate) => candidate.step === name);
  return [
    ...durationMeasurement(label('connect'), report.kind === 'failed' ? undefined : step('connect'), timeoutMs),
    ...durationMeasurement(label('handshake'), report.kind === 'served' ? step('handshake') : undefined, timeoutMs),
    ...(report.kind === 'served' ? [timeLeftMeasurement(label('left'), report.leaf, result.at, limits)] : []),
  ];
}

function durationMeasurement(
  label: string,
  step: ConversationStep | undefined,
  timeoutMs: number,
): readonly PerformanceValue[] {
  if (step === undefined) return [];
  const value = Math.round(step.durationMs * 1000) / (1000 * SECOND);
  return [
    { label, value, unit: 's', warning: undefined, critical: undefined, minimum: 0, maximum: timeoutMs / SECOND },
  ];
}

function addressProblems(
  report: AddressReport,
  { result, probed }: ProbeReport,
  limits: CheckLimits,
  rendering: Rendering,
): readonly AddressProblem[] {
  const words = inLanguage(PROBE_PHRASES, rendering.locale);
  if (report.kind === 'failed') {
    if (report.isKeyTypeNotServed) return [];
    const error = problemText(report.problem, { rendering });
    return [{ state: stateOf(report.problem), sentence: words.check.probeFailed(report.endpoint.address, error) }];
  }
  const sentenceFor = (text: string): string => words.check.atAddress(report.endpoint.address, text);
  const problems = problemsOf(report).map((problem): AddressProblem => {
    const state = problemLevelOf(problem, probed) === 'Error' ? 'CRITICAL' : 'WARNING';
    const isRefused = report.kind === 'without-tls' && report.starttls === 'refused';
    return {
      state,
      sentence: sentenceFor(isRefused ? words.check.refused(serverLine(report.response)) : words.problem[problem]),
    };
  });
  if (report.kind === 'without-tls' || report.judgement.lifetime === 'expired') return problems;
  const severity = severityOf(report.leaf, result.at, limits);
  if (severity === 'OK') return problems;
  // The sentence with the remaining time replaces "expires soon".
  const expiresSoon = sentenceFor(words.problem['certificate-expires-soon']);
  const expiresIn = sentenceFor(words.check.expiresIn(timeLeft(report.leaf.notAfter, result.at, rendering)));
  return [...problems.filter(({ sentence }) => sentence !== expiresSoon), { state: severity, sentence: expiresIn }];
}

function stateOf({ reason }: Problem): AddressProblem['state'] {
  return LOCAL_REASONS.includes(reason) ? 'UNKNOWN' : 'CRITICAL';
}
