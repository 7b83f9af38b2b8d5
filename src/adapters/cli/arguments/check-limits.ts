import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { isExpired, type SoonWindow, soonWindowOf } from '../../../domain/certificate/lifetime.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import type { PerformanceValue } from '../../../formats/metrics/nagios.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import { UsageError } from '../../../work/errors.ts';

/** `-w` and `-c`: how little may be left, ms. */
export interface CheckLimits {
  readonly warning: number | undefined;
  readonly critical: number | undefined;
  /** The configuration's, by which events are raised. */
  readonly soon: SoonWindow;
}

/** @throws {UsageError} where the warning would come after what is critical */
export function requireLimitsInOrder(warning: number | undefined, critical: number | undefined): void {
  if (warning === undefined || critical === undefined || warning >= critical) return;
  throw new UsageError(
    `checking: -w ${renderDuration(warning)} is less than -c ${renderDuration(critical)}; a warning comes first: exchange the two`,
    `確認: -w ${renderDuration(warning)} が -c ${renderDuration(critical)} より短くなっています。値を入れ替えてください`,
  );
}

/** How bad it is that so much is left of a certificate. The limit itself belongs to what is bad. */
export function severityOf(
  certificate: Pick<Certificate, 'notAfter'>,
  at: Instant,
  { warning, critical }: CheckLimits,
): 'CRITICAL' | 'WARNING' | 'OK' {
  const left = certificate.notAfter - at;
  if (isExpired(certificate, at) || (critical !== undefined && left <= critical)) return 'CRITICAL';
  return warning !== undefined && left <= warning ? 'WARNING' : 'OK';
}

const seconds = (ms: number): number => Math.floor(ms / SECOND);

/**
 * Seconds left, negative after the end; the lifetime is the most there can be. Without a limit of the command line the
 * limits are those of the events: a warning from the window of "soon" on, critical at the end.
 */
export function measureLeft(
  label: string,
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Instant,
  { warning, critical, soon }: CheckLimits,
): PerformanceValue {
  const lifetime = { notBefore, notAfter };
  return {
    label,
    value: seconds(notAfter - at),
    unit: 's',
    warning: seconds(warning ?? soonWindowOf(lifetime, soon)),
    critical: seconds(critical ?? 0),
    minimum: 0,
    maximum: seconds(notAfter - notBefore),
  };
}
