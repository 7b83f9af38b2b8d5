import { namesOf } from '../../../domain/certificate/certificate.ts';
import { formatDuration } from '../../../domain/event/format-duration.ts';
import type { ListedCertificate, StoreState } from '../../../domain/status/status.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import type { NagiosResult, NagiosState } from '../../../formats/metrics/nagios.ts';
import type { Scan } from '../../../work/operations/query-operations.ts';
import { filterCertificates } from '../arguments/certificate-filter.ts';
import { type CheckLimits, severityOf, timeLeftMeasurement } from '../arguments/check-limits.ts';
import type { Words } from '../text/words.ts';
import { wordsOf } from '../text/words-of.ts';

/**
 * Nagios reads only a few thousand characters of a line, so performance data has this many
 * certificates.
 */
const MAX_MEASURED = 40;

/**
 * Returns the answer for the certificates in the given paths. Critical certificates are reported
 * first, then unreadable files, then warnings.
 */
export function checkPaths(scan: Scan, limits: CheckLimits, rendering: Rendering): NagiosResult {
  const words = wordsOf(rendering.locale);
  const certificates = filterCertificates(scan.certificates, {}, scan.at);
  const measurements = certificates
    .slice(0, MAX_MEASURED)
    .map((listed) => timeLeftMeasurement(firstName(listed), listed.stored.certificate, scan.at, limits));
  const answer = (state: NagiosState, [first = '', ...others]: readonly string[]): NagiosResult => ({
    state,
    text: others.length === 0 ? first : words.status.join([first, words.check.andOthers(others.length)]),
    measurements,
  });
  const evaluated = certificates.map((listed) => ({ listed, severity: listedSeverity(listed, scan, limits) }));
  const textsOf = (wantedSeverity: 'CRITICAL' | 'WARNING'): readonly string[] =>
    evaluated
      .filter(({ severity }) => severity === wantedSeverity)
      .map(({ listed }) => expiryText(listed, scan, rendering));

  const critical = textsOf('CRITICAL');
  if (critical.length > 0) return answer('CRITICAL', critical);
  const unavailable = unreadableLines(scan.stores, words);
  if (unavailable.length > 0) return answer('UNKNOWN', unavailable);
  const [first] = certificates;
  if (first === undefined) {
    return answer('UNKNOWN', [words.check.noCertificate(scan.stores.map(({ store }) => store.path).join(', '))]);
  }
  const warning = textsOf('WARNING');
  if (warning.length > 0) return answer('WARNING', warning);
  const timeLeft = formatDuration(first.stored.certificate.notAfter - scan.at, rendering.locale);
  const expiresFirst = words.check.firstExpires(firstName(first), timeLeft);
  return answer('OK', [words.status.join([words.check.allValid(certificates.length), expiresFirst])]);
}

/** Returns the first name of a certificate, or an empty string. */
function firstName({ stored }: Scan['certificates'][number]): string {
  return namesOf(stored.certificate)[0] ?? '';
}

/**
 * Returns the severity of a certificate. One with a valid successor in the same place may expire.
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
  const { check } = wordsOf(locale);
  const { notAfter } = listed.stored.certificate;
  const { path } = listed.stored.location;
  const first = firstName(listed);
  if (at > notAfter) return check.expiredAgo(first, formatDuration(at - notAfter, locale), path);
  if (listed.lifetimeState === 'not-yet-valid') return check.notYetValid(first, path);
  return check.expiresIn(first, formatDuration(notAfter - at, locale), path);
}

/**
 * Returns a line for each file or store that could not be read. Known formats that mailcertd does
 * not read are left out.
 */
function unreadableLines(stores: readonly StoreState[], { check }: Words): readonly string[] {
  return stores.flatMap((state) => {
    const problems = state.kind === 'read' ? state.problems : [state.problem];
    return problems
      .filter(({ reason }) => reason !== 'format_not_read')
      .map(({ location, reason, detail }) => check.cannotRead(location, reason, detail));
  });
}
