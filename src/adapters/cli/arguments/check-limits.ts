import type { Certificate } from '../../../domain/certificate/certificate.ts';
import { type ExpiringSettings, expiringPeriodMs, isExpired } from '../../../domain/certificate/lifetime.ts';
import { type Instant, SECOND } from '../../../domain/time.ts';
import type { PerformanceValue } from '../../../formats/metrics/nagios.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import { COMMAND_FAILURES } from '../text/command-failures.ts';
import { UsageError } from '../text/usage-error.ts';

/** The limits for the remaining time of a certificate. */
export interface CheckLimits {
  /** `-w`, in ms. */
  readonly warning: number | undefined;
  /** `-c`, in ms. */
  readonly critical: number | undefined;
  /** When a certificate is expiring, by the configuration; events are raised by the same rule. */
  readonly expiring: ExpiringSettings;
}

/**
 * Checks that the warning limit is not below the critical limit.
 * @throws {UsageError}
 */
export function requireLimitsInOrder(warning: number | undefined, critical: number | undefined): void {
  if (warning === undefined || critical === undefined || warning >= critical) return;
  const limits = { warning: renderDuration(warning), critical: renderDuration(critical) };
  throw new UsageError(COMMAND_FAILURES.limits_not_in_order(limits));
}

/**
 * Returns the severity for the remaining time of a certificate: CRITICAL after its expiry or with at
 * most `critical` left, otherwise WARNING with at most `warning` left.
 */
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
 * lifetime as maximum. The default of `-w` is the time at which the certificate is expiring by the
 * configuration; the default of `-c` is 0.
 */
export function timeLeftMeasurement(
  label: string,
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Instant,
  { warning, critical, expiring }: CheckLimits,
): PerformanceValue {
  const lifetime = { notBefore, notAfter };
  return {
    label,
    value: seconds(notAfter - at),
    unit: 's',
    warning: seconds(warning ?? expiringPeriodMs(lifetime, expiring)),
    critical: seconds(critical ?? 0),
    minimum: 0,
    maximum: seconds(notAfter - notBefore),
  };
}
