import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { type ExpiringSettings, expiringPeriodMs, isExpired } from '../../../domain/certificate/lifetime.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import type { PerformanceValue } from '../../../formats/metrics/nagios.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import { UsageError } from '../../../work/errors.ts';

/** The limits `-w` and `-c` for the remaining time, in ms. */
export interface CheckLimits {
  readonly warning: number | undefined;
  readonly critical: number | undefined;
  /** The expiry window of the configuration, which also raises the events. */
  readonly soon: ExpiringSettings;
}

/**
 * Checks that the warning limit is not below the critical limit.
 * @throws {UsageError}
 */
export function requireLimitsInOrder(warning: number | undefined, critical: number | undefined): void {
  if (warning === undefined || critical === undefined || warning >= critical) return;
  throw new UsageError(
    `cannot check: -w ${renderDuration(warning)} is less than -c ${renderDuration(critical)}; exchange the two values`,
    `確認: -w ${renderDuration(warning)} が -c ${renderDuration(critical)} より短くなっています。値を入れ替えてください`,
  );
}

/** Returns the severity for the remaining time of a certificate. The limit itself is included. */
export function severityOf(
  certificate: Pick<Certificate, 'notAfter'>,
  at: Instant,
  { warning, critical }: CheckLimits,
): 'CRITICAL' | 'WARNING' | 'OK' {
  const timeLeft = certificate.notAfter - at;
  if (isExpired(certificate, at) || (critical !== undefined && timeLeft <= critical)) return 'CRITICAL';
  return warning !== undefined && timeLeft <= warning ? 'WARNING' : 'OK';
}

const seconds = (ms: number): number => Math.floor(ms / SECOND);

/**
 * Returns the performance data of a certificate: seconds left (negative after expiry), with its
 * lifetime as maximum. Without limits on the command line, the warning is the expiry window of the
 * configuration, and critical is 0.
 */
export function timeLeftMeasurement(
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
    warning: seconds(warning ?? expiringPeriodMs(lifetime, soon)),
    critical: seconds(critical ?? 0),
    minimum: 0,
    maximum: seconds(notAfter - notBefore),
  };
}
