import { namesOf } from '../../../domain/certificate/certificate.ts';
import { certificateUnreadable } from '../../../domain/event/catalog/certificate-unreadable.ts';
import { storeUnreadable } from '../../../domain/event/catalog/store-unreadable.ts';
import { unusedCertificateExpired } from '../../../domain/event/catalog/unused-certificate-expired.ts';
import { unusedCertificateExpiresSoon } from '../../../domain/event/catalog/unused-certificate-expires-soon.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import type { ListedCertificate, StoreState } from '../../../domain/status/status.ts';
import type { Locale } from '../../../domain/text/locale.ts';
import { inLanguage } from '../../../domain/text/phrase.ts';
import { withoutFullStop } from '../../../domain/text/without-full-stop.ts';
import { messageLines } from '../../../formats/event/message.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { filterCertificates } from '../../../formats/filter/certificate-filter.ts';
import type { NagiosResult, NagiosState } from '../../../formats/metrics/nagios.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import { type CheckLimits, severityOf, timeLeftMeasurement } from '../arguments/check-limits.ts';
import { CHECK_PHRASES } from '../text/check-phrases.ts';
import { errorText } from '../text/error-text.ts';
import { problemPlace } from '../text/problem-place.ts';
import { STATUS_PHRASES } from '../text/status-phrases.ts';

/**
 * The maximum number of certificates in the performance data: Nagios reads only a few thousand
 * characters of a line.
 */
const MAX_MEASURED = 40;

/** The events about expiry and unreadable files, for which `check` has its own texts and limits. */
const EVENTS_WITH_OWN_TEXT: ReadonlySet<number> = new Set(
  [storeUnreadable, certificateUnreadable, unusedCertificateExpired, unusedCertificateExpiresSoon].map(
    ({ eventId }) => eventId,
  ),
);

/**
 * Returns the result of `check PATH...`, by the first of these states that applies:
 * - CRITICAL: a certificate has expired, or expires within `-c`, or there is another Error
 * - UNKNOWN: a file or store cannot be read, or there is no certificate
 * - WARNING: a certificate expires within `-w`, is expiring by the configuration, or is not yet
 *   valid, or there is another Warning, such as an exposed key
 * - OK
 *
 * Superseded certificates do not change the state.
 */
export function checkPaths(scan: Scan, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const statusTexts = inLanguage(STATUS_PHRASES, rendering.locale);
  const checkTexts = inLanguage(CHECK_PHRASES, rendering.locale);
  // Without a filter, this only sorts: the certificate that expires first is first.
  const certificates = filterCertificates(scan.certificates, {}, scan.at);
  const measurements = certificates
    .slice(0, MAX_MEASURED)
    .map((listed) => timeLeftMeasurement(firstName(listed), listed.stored.certificate, scan.at, limits));
  const resultWith = (state: NagiosState, [first = '', ...others]: readonly string[]): NagiosResult => ({
    state,
    text: others.length === 0 ? first : statusTexts.join([first, checkTexts.andOthers(others.length)]),
    measurements,
  });
  const evaluated = certificates.map((listed) => ({ listed, severity: listedSeverity(listed, scan, limits) }));
  const textsOf = (wantedSeverity: 'CRITICAL' | 'WARNING', level: EventLevel): readonly string[] => [
    ...evaluated
      .filter(({ severity }) => severity === wantedSeverity)
      .map(({ listed }) => expiryText(listed, scan, rendering)),
    ...scan.findings
      .filter((finding) => finding.level === level && !EVENTS_WITH_OWN_TEXT.has(finding.eventId))
      .map((finding) => withoutFullStop(messageLines(finding, rendering)[0])),
  ];

  const critical = textsOf('CRITICAL', 'Error');
  if (critical.length > 0) return resultWith('CRITICAL', critical);
  const unreadable = unreadableLines(scan.stores, rendering.locale);
  if (unreadable.length > 0) return resultWith('UNKNOWN', unreadable);
  const [first] = certificates;
  if (first === undefined) {
    return resultWith('UNKNOWN', [checkTexts.noCertificate(scan.stores.map(({ store }) => store.path).join(', '))]);
  }
  const warning = textsOf('WARNING', 'Warning');
  if (warning.length > 0) return resultWith('WARNING', warning);
  const timeLeft = formatDuration(first.stored.certificate.notAfter - scan.at, rendering.locale);
  const expiresFirst = checkTexts.firstExpires(firstName(first), timeLeft);
  return resultWith('OK', [statusTexts.join([checkTexts.allValid(certificates.length), expiresFirst])]);
}

/** Returns the first name of a certificate, or an empty string. */
function firstName({ stored }: ListedCertificate): string {
  return namesOf(stored.certificate)[0] ?? '';
}

/**
 * Returns the severity of a certificate; OK for a superseded certificate, which has a valid
 * successor in the same place.
 */
function listedSeverity(
  { lifetimeState, stored }: ListedCertificate,
  { at }: Scan,
  limits: CheckLimits,
): 'CRITICAL' | 'WARNING' | 'OK' {
  if (lifetimeState === 'superseded') return 'OK';
  const severity = severityOf(stored.certificate, at, limits);
  if (severity !== 'OK') return severity;
  return lifetimeState === 'expiring' || lifetimeState === 'not-yet-valid' ? 'WARNING' : 'OK';
}

function expiryText(listed: ListedCertificate, { at }: Scan, { locale }: Rendering): string {
  const check = inLanguage(CHECK_PHRASES, locale);
  const { notAfter } = listed.stored.certificate;
  const { path } = listed.stored.location;
  const name = firstName(listed);
  if (at > notAfter) return check.expiredAgo(name, formatDuration(at - notAfter, locale), path);
  if (listed.lifetimeState === 'not-yet-valid') return check.notYetValid(name, path);
  return check.expiresIn(name, formatDuration(notAfter - at, locale), path);
}

/**
 * Returns a line for each file or store that could not be read, except files in a format that
 * mailcertd does not read.
 */
function unreadableLines(stores: readonly StoreState[], locale: Locale): readonly string[] {
  const { cannotRead } = inLanguage(CHECK_PHRASES, locale);
  return stores.flatMap((state) => {
    const problems = state.kind === 'read' ? state.problems : [state.problem];
    return problems
      .filter(({ reason }) => reason !== 'format_not_read')
      .map((problem) => cannotRead(problemPlace(problem, locale), errorText(problem, locale)));
  });
}
