import type { Certificate } from '../../domain/certificate/certificate.ts';
import { isExpired } from '../../domain/certificate/lifetime.ts';
import { type Instant, SECOND } from '../../domain/time.ts';
import type { PerformanceValue } from '../../formats/nagios.ts';

/** `-w` and `-c`: how little may be left, ms. */
export interface CheckLimits {
  readonly warning: number | undefined;
  readonly critical: number | undefined;
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

/** Seconds left, negative after the end; the lifetime is the most there can be. */
export function measureLeft(
  label: string,
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Instant,
  { warning, critical }: CheckLimits,
): PerformanceValue {
  return {
    label,
    value: seconds(notAfter - at),
    unit: 's',
    warning: warning === undefined ? undefined : seconds(warning),
    critical: critical === undefined ? undefined : seconds(critical),
    minimum: 0,
    maximum: seconds(notAfter - notBefore),
  };
}
