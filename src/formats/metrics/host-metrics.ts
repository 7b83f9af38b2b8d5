import type { StoredCertificate } from '../../domain/certificate/certificate.ts';
import type { Status } from '../../domain/status/status.ts';
import { certificateMetrics } from './certificate-metrics.ts';
import type { Metric } from './metrics.ts';
import { statusMetrics } from './status-metrics.ts';

/**
 * Returns all metrics of a host: of its status, and of the certificates in its files.
 * @param version of this program
 */
export function hostMetrics(
  { status, certificates }: { readonly status: Status; readonly certificates: readonly StoredCertificate[] },
  version: string,
): readonly Metric[] {
  return [...statusMetrics(status, version), ...certificateMetrics(certificates, status.now)];
}
