import { showsServedCertificate } from '../../../domain/served/measured-certificate.ts';
import type { Explanation, Status, StatusIssue } from '../../../domain/status/status.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult } from '../../../formats/metrics/nagios.ts';
import { visible } from '../../../formats/terminal/visible.ts';
import type { CheckLimits } from '../arguments/check-limits.ts';
import { CHECK_PHRASES } from '../text/check-phrases.ts';
import { conditionText } from '../text/condition-text.ts';
import { issueTexts } from '../text/issue-texts.ts';
import { STATUS_PHRASES } from '../text/status-phrases.ts';
import { localTime } from '../text/written-times.ts';
import { appendToResult } from './append-to-result.ts';
import { nagiosResult } from './nagios-result.ts';

/**
 * Returns the result of `check` from the daemon's last scan. A silenced condition does not change
 * the state to OK: Nagios would report a recovery, and has its own acknowledgements.
 */
export function checkStatus(status: Status, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const problems = status.open.map((condition) => ({
    ...condition,
    sentence: conditionText(condition, rendering, status.now).sentence,
    isSilenced: status.silenced.has(condition.conditionId),
  }));
  const textsOf = (issues: readonly StatusIssue[]): readonly string[] => issueTexts(issues, rendering, status.now);
  const unavailable = [
    ...textsOf(status.issues.filter((issue) => !isUndelivered(issue))),
    ...limitsNotApplied(status.connectors, limits, rendering),
  ];
  // Undelivered alerts are no reason for UNKNOWN, so they are added to the result afterwards.
  const result = nagiosResult({ problems, unavailable, connectors: status.connectors }, limits, rendering);
  const resultWithUndelivered = addUndelivered(result, textsOf(status.issues.filter(isUndelivered)));
  return appendToResult(resultWithUndelivered, observationTimeText(status, rendering));
}

/** Returns whether an issue says that alerts or records are not delivered. */
function isUndelivered({ kind }: StatusIssue): boolean {
  return kind === 'undelivered' || kind === 'unwritten';
}

/**
 * Returns a line if the limits cannot be applied to a connector, because this account may not read
 * its certificate: the daemon stores open conditions, but not when each certificate expires.
 */
function limitsNotApplied(
  connectors: readonly Explanation[],
  { warning, critical }: CheckLimits,
  { locale }: Rendering,
): readonly string[] {
  if (warning === undefined && critical === undefined) return [];
  const [name, ...others] = connectors.flatMap(({ connector, selection }) =>
    selection.kind === 'unknown' && !showsServedCertificate(connector, selection) ? [connector.name] : [],
  );
  return name === undefined ? [] : [inLanguage(CHECK_PHRASES, locale).limitsUnknown(visible(name), others.length)];
}

/** Adds undelivered alerts and records, which turn OK into WARNING, to a result. */
function addUndelivered(result: NagiosResult, undelivered: readonly string[]): NagiosResult {
  if (undelivered.length === 0 || result.state !== 'OK') return appendToResult(result, undelivered);
  return { ...result, state: 'WARNING', text: undelivered.join('; ') };
}

/**
 * Returns the time of the daemon's scan if the result uses it for files that this account may not
 * read; otherwise empty.
 */
function observationTimeText({ observedAt }: Status, { locale, offsetMinutes }: Rendering): readonly string[] {
  if (observedAt === undefined) return [];
  return [inLanguage(STATUS_PHRASES, locale).unreadableFilesScannedByDaemon(localTime(observedAt, offsetMinutes))];
}
