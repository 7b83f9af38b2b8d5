import { storeUnreadable } from '../../../domain/event/catalog/store-unreadable.ts';
import type { NamedConnectorsData } from '../../../domain/event/event-data-groups.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import { measuredCertificate, showsServedCertificate } from '../../../domain/served/measured-certificate.ts';
import type { Explanation } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { requiredName } from '../../../formats/document/connector-fields.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult, PerformanceValue } from '../../../formats/metrics/nagios.ts';
import { type CheckLimits, timeLeftMeasurement } from '../arguments/check-limits.ts';
import { CHECK_PHRASES } from '../text/check-phrases.ts';
import { STATUS_PHRASES } from '../text/status-phrases.ts';

/**
 * A problem that the plugin can report: an open condition, a finding, or a certificate whose
 * remaining time has reached a limit of the command line.
 */
interface ReportedProblem {
  /** Left out for a reached limit, which is no event. */
  readonly eventId?: number;
  readonly level: EventLevel;
  readonly sentence: string;
  readonly facts: Pick<NamedConnectorsData, 'connector' | 'connectors'>;
  readonly isSilenced?: boolean;
}

/** The values that decide the result of the plugin, together with the limits. */
interface CheckedState {
  readonly problems: readonly ReportedProblem[];
  /** A line for each object that cannot be checked. */
  readonly unavailable: readonly string[];
  readonly connectors: readonly Explanation[];
}

/**
 * Returns the result for all connectors: CRITICAL for an Error, otherwise UNKNOWN for an object
 * that cannot be checked, otherwise WARNING for a Warning, otherwise OK.
 */
export function nagiosResult(
  { problems, unavailable, connectors }: CheckedState,
  limits: CheckLimits,
  rendering: Rendering,
): NagiosResult {
  const checkTexts = inLanguage(CHECK_PHRASES, rendering.locale);
  const statusTexts = inLanguage(STATUS_PHRASES, rendering.locale);
  const reported = [
    // An unreadable store is already in `unavailable`.
    ...problems.filter(({ eventId }) => eventId !== storeUnreadable.eventId),
    ...reachedLimits(connectors, problems, limits, rendering),
  ];
  const measurements = measurementsOf(connectors, limits);
  const errors = reported.filter(({ level }) => level === 'Error');
  const warnings = reported.filter(({ level }) => level === 'Warning');
  // A silence does not change the state: Nagios would report a recovery.
  const silenced = [...errors, ...warnings].filter(({ isSilenced }) => isSilenced).length;
  const counts = { errors: errors.length, warnings: warnings.length, informations: 0, silenced };
  const error = firstToReport(errors);
  if (error !== undefined) {
    return { state: 'CRITICAL', text: checkTexts.openConditions(counts, error.sentence), measurements };
  }
  if (unavailable.length > 0) return { state: 'UNKNOWN', text: statusTexts.join(unavailable), measurements };
  const warning = firstToReport(warnings);
  if (warning !== undefined) {
    return { state: 'WARNING', text: checkTexts.openConditions(counts, warning.sentence), measurements };
  }
  return { state: 'OK', text: checkTexts.noOpenConditions(connectors.length), measurements };
}

/**
 * Returns a problem for each selected or served certificate whose remaining time has reached a limit
 * of the command line, unless a problem of the same level, or an Error, reports its connector.
 */
function reachedLimits(
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
    // The name that the certificate should match, or else the name of the connector.
    const certificateName = showsServedCertificate(connector, selection)
      ? probedName(connector)
      : requiredName(selection);
    const name = certificateName ?? connector.name;
    const { expiredAgo, expiresIn } = inLanguage(CHECK_PHRASES, locale);
    const sentence =
      at > notAfter
        ? expiredAgo(name, formatDuration(at - notAfter, locale), connector.name)
        : expiresIn(name, formatDuration(notAfter - at, locale), connector.name);
    return [{ level, sentence, facts: { connector: connector.name } }];
  });
}

/**
 * Returns the level of the limit that the remaining time (ms) of a certificate has reached;
 * undefined: none. The remaining time of an expired certificate is negative, so it has reached every
 * limit.
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

/** Returns the name that the served certificate of a connector should match. */
function probedName({ probe }: Explanation['connector']): string | undefined {
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

/** Returns the problem to report first: a silenced problem only if all are silenced. */
function firstToReport(problems: readonly ReportedProblem[]): ReportedProblem | undefined {
  return problems.find(({ isSilenced }) => isSilenced !== true) ?? problems[0];
}
