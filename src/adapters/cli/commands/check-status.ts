import { storeLabel } from '../../../domain/connector/certificate-file.ts';
import { storeUnreadable } from '../../../domain/event/catalog/store-unreadable.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import type { Facts } from '../../../domain/event/facts.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { measuredCertificate, showsServedCertificate } from '../../../domain/served/measured-certificate.ts';
import { addressStates } from '../../../domain/served/served-state.ts';
import type { Explanation, Status, StatusIssue } from '../../../domain/status/status.ts';
import { messageLines } from '../../../formats/event/message.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult, PerformanceValue } from '../../../formats/metrics/nagios.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import { type CheckLimits, timeLeftMeasurement } from '../arguments/check-limits.ts';
import { requiredName } from '../json/connector-fields.ts';
import { conditionText } from '../text/condition-text.ts';
import { probeError } from '../text/probe-error.ts';
import { SERVED_WORDS } from '../text/served-words.ts';
import { statusIssues } from '../text/status-issues.ts';
import { wordsOf } from '../text/words-of.ts';
import { localTime } from '../text/written-times.ts';

/** A problem with its message. */
interface ReportedProblem {
  readonly eventId: number;
  readonly level: EventLevel;
  readonly sentence: string;
  readonly facts: Pick<Facts, 'connector' | 'connectors'>;
  readonly isSilenced?: boolean;
}

/** The values that decide the result of the plugin. */
interface CheckedState {
  readonly problems: readonly ReportedProblem[];
  /** A line for each object that cannot be checked. */
  readonly unavailable: readonly string[];
  readonly connectors: readonly Explanation[];
}

/**
 * Returns the answer from the daemon's last status. Silenced conditions are counted in the text,
 * but keep their exit code: Nagios would report a recovery, and has its own acknowledgements.
 */
export function checkStatus(status: Status, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const problems = status.open.map((condition) => ({
    ...condition,
    sentence: conditionText(condition, rendering, status.now).sentence,
    isSilenced: status.silenced.has(condition.conditionId),
  }));
  const unavailable = [
    ...statusIssues(
      status.issues.filter((doubt) => !isUndelivered(doubt)),
      rendering,
      status.now,
    ),
    ...limitsNotApplied(status.connectors, limits, rendering),
  ];
  const undelivered = statusIssues(status.issues.filter(isUndelivered), rendering, status.now);
  return withObservationTime(
    withUndelivered(
      nagiosAnswer({ problems, unavailable, connectors: status.connectors }, limits, rendering),
      undelivered,
    ),
    status,
    rendering,
  );
}

/** Returns whether an issue says that alerts or records are not delivered. */
function isUndelivered({ kind }: StatusIssue): boolean {
  return kind === 'undelivered' || kind === 'unwritten';
}

/**
 * Returns a line if limits cannot be applied because this account may not read the certificates of
 * connectors. The daemon's conditions are known in this case, but not the expiry.
 */
function limitsNotApplied(
  connectors: readonly Explanation[],
  { warning, critical }: CheckLimits,
  { locale }: Rendering,
): readonly string[] {
  if (warning === undefined && critical === undefined) return [];
  const unknown = connectors.flatMap(({ connector, selection }) =>
    selection.kind === 'unknown' && !showsServedCertificate(connector, selection) ? [connector.name] : [],
  );
  const [name] = unknown;
  return name === undefined ? [] : [wordsOf(locale).check.limitsUnknown(visible(name), unknown.length - 1)];
}

/**
 * Adds the time of the daemon's scan to the answer, if files that this account may not read come
 * from it.
 */
function withObservationTime(
  answer: NagiosResult,
  { observedAt }: Status,
  { locale, offsetMinutes }: Rendering,
): NagiosResult {
  if (observedAt === undefined) return answer;
  const observationTime = wordsOf(locale).status.unreadableFilesScannedByDaemon(localTime(observedAt, offsetMinutes));
  return { ...answer, text: [answer.text.replace(/[.。]$/u, ''), observationTime].join('; ') };
}

/** Adds undelivered alerts and records to every answer. They turn OK into WARNING. */
function withUndelivered(answer: NagiosResult, undelivered: readonly string[]): NagiosResult {
  if (undelivered.length === 0) return answer;
  return answer.state === 'OK'
    ? { ...answer, state: 'WARNING', text: undelivered.join('; ') }
    : { ...answer, text: [answer.text.replace(/[.。]$/u, ''), ...undelivered].join('; ') };
}

/**
 * Combines problems and unreadable stores. An error takes precedence over an unreadable store,
 * which takes precedence over a warning.
 */
function nagiosAnswer(
  { problems, unavailable, connectors }: CheckedState,
  limits: CheckLimits,
  rendering: Rendering,
): NagiosResult {
  const words = wordsOf(rendering.locale);
  const reported = [
    // An unreadable store is reported as UNKNOWN, not as a problem of a certificate.
    ...problems.filter(({ eventId }) => eventId !== storeUnreadable.eventId),
    ...limitProblems(connectors, problems, limits, rendering),
  ];
  const measurements = measurementsOf(connectors, limits);
  const errors = reported.filter(({ level }) => level === 'Error');
  const warnings = reported.filter(({ level }) => level === 'Warning');
  const silenced = [...errors, ...warnings].filter(({ isSilenced }) => isSilenced).length;
  const counts = { errors: errors.length, warnings: warnings.length, informations: 0, silenced };
  const error = firstToReport(errors);
  if (error !== undefined) {
    return { state: 'CRITICAL', text: words.check.openConditions(counts, error.sentence), measurements };
  }
  if (unavailable.length > 0) return { state: 'UNKNOWN', text: words.status.join(unavailable), measurements };
  const warning = firstToReport(warnings);
  if (warning !== undefined) {
    return { state: 'WARNING', text: words.check.openConditions(counts, warning.sentence), measurements };
  }
  return { state: 'OK', text: words.check.noOpenConditions(connectors.length), measurements };
}

/**
 * Returns a problem for each selected or served certificate that exceeds a limit of the command
 * line, unless another problem reports its connector.
 */
function limitProblems(
  connectors: readonly Explanation[],
  problems: readonly ReportedProblem[],
  limits: CheckLimits,
  { locale }: Rendering,
): readonly ReportedProblem[] {
  return connectors.flatMap((explanation): readonly ReportedProblem[] => {
    const { connector, selection, at } = explanation;
    const notAfter = measuredCertificate(explanation)?.notAfter;
    if (notAfter === undefined) return [];
    const level = levelOfTimeLeft(notAfter - at, limits);
    if (level === undefined || isReported(connector.name, level, problems)) return [];
    const served = showsServedCertificate(connector, selection) ? servedName(connector) : requiredName(selection);
    const name = served ?? connector.name;
    const { expiredAgo, expiresIn } = wordsOf(locale).check;
    const sentence =
      at > notAfter
        ? expiredAgo(name, formatDuration(at - notAfter, locale), connector.name)
        : expiresIn(name, formatDuration(notAfter - at, locale), connector.name);
    return [{ eventId: 0, level, sentence, facts: { connector: connector.name } }];
  });
}

/**
 * Returns the level for the remaining time (ms) of a certificate. An expired certificate exceeds
 * every limit.
 */
function levelOfTimeLeft(timeLeft: number, { warning, critical }: CheckLimits): 'Error' | 'Warning' | undefined {
  if (critical !== undefined && timeLeft <= critical) return 'Error';
  return warning !== undefined && timeLeft <= warning ? 'Warning' : undefined;
}

/** Returns whether a problem of at least this level already reports the connector. */
function isReported(connector: string, level: EventLevel, problems: readonly ReportedProblem[]): boolean {
  return problems.some(
    ({ level: problemLevel, facts }) =>
      (problemLevel === 'Error' || problemLevel === level) &&
      (facts.connector === connector || facts.connectors?.includes(connector) === true),
  );
}

/** Returns the name of a connector that is only probed. */
function servedName({ probe }: Explanation['connector']): string | undefined {
  return probe?.serverName ?? probe?.host;
}

function measurementsOf(connectors: readonly Explanation[], limits: CheckLimits): readonly PerformanceValue[] {
  return connectors.flatMap((explanation) => {
    const measured = measuredCertificate(explanation);
    return measured === undefined
      ? []
      : [timeLeftMeasurement(explanation.connector.name, measured, explanation.at, limits)];
  });
}

/** Returns the problem to report first: a silenced one only if all are silenced. */
function firstToReport(problems: readonly ReportedProblem[]): ReportedProblem | undefined {
  return problems.find(({ isSilenced }) => isSilenced !== true) ?? problems[0];
}

/**
 * Returns the answer from a scan of its own, which the text mentions. It is used if the daemon has
 * never run.
 */
export function checkScan(scan: Scan, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const { check } = wordsOf(rendering.locale);
  const problems = scan.findings.map((finding) => ({ ...finding, sentence: messageLines(finding, rendering)[0] }));
  const unavailable = scan.stores.flatMap((state) =>
    state.kind === 'unreadable'
      ? [check.cannotRead(storeLabel(state.store.name), state.problem.reason, state.problem.detail)]
      : [],
  );
  const unreachable = scan.connectors.flatMap((explanation) => probeErrorLines(explanation, rendering));
  const checked = { problems, unavailable: [...unavailable, ...unreachable], connectors: scan.connectors };
  const answer = nagiosAnswer(checked, limits, rendering);
  const notCreatedYet = scan.stores.flatMap((state) =>
    state.kind === 'read' && state.isUnmade ? [check.storeNotCreatedYet(state.store.name)] : [],
  );
  return { ...answer, text: `${answer.text} (${[check.scannedNow, ...notCreatedYet].join('')})` };
}

/** Returns a line if a connector could not be probed, with the error. */
function probeErrorLines(explanation: Explanation, { locale }: Rendering): readonly string[] {
  const failure = addressStates(explanation).find((state) => state.failure !== undefined)?.failure;
  if (failure === undefined) return [];
  return [SERVED_WORDS[locale].cannotProbe(explanation.connector.name, probeError(failure, locale))];
}
