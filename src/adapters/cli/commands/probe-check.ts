import { probeUrl } from '../../../domain/connector/probe-target.ts';
import type { Problem, Reason } from '../../../domain/problem.ts';
import { SECOND } from '../../../domain/time.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult, NagiosState, PerformanceValue } from '../../../formats/metrics/nagios.ts';
import type { ConversationStep } from '../../../work/ports/probes.ts';
import { type CheckLimits, severityOf, timeLeftMeasurement } from '../arguments/check-limits.ts';
import { type AddressReport, type ProbeReport, problemLevelOf, problemsOf } from '../json/probe-report.ts';
import { problemText, serverLine } from '../screens/probe-screen.ts';
import { timeLeft } from '../screens/selection-cells.ts';
import { PROBE_WORDS } from '../text/probe-words.ts';

/** A problem of an address, and its severity. */
interface AddressProblem {
  readonly state: Exclude<NagiosState, 'OK'>;
  readonly sentence: string;
}

const STATES_BY_SEVERITY: readonly AddressProblem['state'][] = ['CRITICAL', 'UNKNOWN', 'WARNING'];

/** The reasons caused by this host; every other reason is a problem of the server. */
const LOCAL_REASONS: readonly Reason[] = ['network_unreachable', 'client_certificate_unusable'];

/** Returns the plugin's answer: the most severe problem of all addresses, and every measurement. */
export function probeCheck(report: ProbeReport, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const words = PROBE_WORDS[rendering.locale];
  const { answer, addresses } = report;
  const url = probeUrl(answer.target);
  const { resolution } = answer;
  if (resolution.kind === 'unavailable') {
    const error = problemText(resolution.problem, { rendering });
    return { state: 'UNKNOWN', text: words.check.unresolved(answer.target.host, error), measurements: [] };
  }
  const measurements = addresses.flatMap((address) => measurementsOf(address, report, limits));
  const all = addresses.flatMap((address) => addressProblems(address, report, limits, rendering));
  // If one address answers, a missing route to another one is no problem of the server.
  const hasAnswered = addresses.some(({ kind }) => kind !== 'failed');
  const reported = all.filter(({ state }) => !(hasAnswered && state === 'UNKNOWN'));
  const [first, ...others] = reported.sort(
    (problem, other) => STATES_BY_SEVERITY.indexOf(problem.state) - STATES_BY_SEVERITY.indexOf(other.state),
  );
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` (${words.check.andOthers(others.length)})`;
    return { state: first.state, text: `${url}: ${first.sentence}${more}`, measurements };
  }
  const presented = addresses.flatMap((address) => (address.kind === 'presented' ? [address] : []));
  const [soonest] = presented.sort((one, other) => one.leaf.notAfter - other.leaf.notAfter);
  if (soonest === undefined) return { state: 'UNKNOWN', text: `${url}: ${words.everyAddressFailed}`, measurements };
  const timeLeftText = timeLeft(soonest.leaf.notAfter, answer.at, rendering);
  return { state: 'OK', text: `${url}: ${words.check.servesValid(timeLeftText, soonest.tls.protocol)}`, measurements };
}

/**
 * Returns the durations and the remaining time of the certificate. Labels contain the address if
 * there are several.
 */
function measurementsOf(
  report: AddressReport,
  { answer }: ProbeReport,
  limits: CheckLimits,
): readonly PerformanceValue[] {
  const { address, keyType, steps } = report.endpoint;
  const several = answer.endpoints.length > 1;
  const suffix = [several ? address : '', keyType === 'any' ? '' : keyType].filter(Boolean).map((part) => ` ${part}`);
  const label = (quantity: string): string => `${quantity}${suffix.join('')}`;
  const { timeoutMs } = answer.target;
  const step = (name: ConversationStep['step']): ConversationStep | undefined =>
    steps.find((candidate) => candidate.step === name);
  return [
    ...durationMeasurement(label('connect'), report.kind === 'failed' ? undefined : step('connect'), timeoutMs),
    ...durationMeasurement(label('handshake'), report.kind === 'presented' ? step('handshake') : undefined, timeoutMs),
    ...(report.kind === 'presented' ? [timeLeftMeasurement(label('left'), report.leaf, answer.at, limits)] : []),
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
  { answer, probed }: ProbeReport,
  limits: CheckLimits,
  rendering: Rendering,
): readonly AddressProblem[] {
  const words = PROBE_WORDS[rendering.locale];
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
      sentence: sentenceFor(isRefused ? words.check.refused(serverLine(report.answer)) : words.problem[problem]),
    };
  });
  if (report.kind === 'without-tls' || report.judgement.lifetime === 'expired') return problems;
  const severity = severityOf(report.leaf, answer.at, limits);
  if (severity === 'OK') return problems;
  // The limit of the command line is more exact than "expires soon".
  const expiresSoon = sentenceFor(words.problem['certificate-expires-soon']);
  const expiresIn = sentenceFor(words.check.expiresIn(timeLeft(report.leaf.notAfter, answer.at, rendering)));
  return [...problems.filter(({ sentence }) => sentence !== expiresSoon), { state: severity, sentence: expiresIn }];
}

function stateOf({ reason }: Problem): AddressProblem['state'] {
  return LOCAL_REASONS.includes(reason) ? 'UNKNOWN' : 'CRITICAL';
}
