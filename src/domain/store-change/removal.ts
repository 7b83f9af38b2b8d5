import type { Certificate, RequestedBy, Service } from '../certificate/certificate.ts';
import type { CertificateRequest } from '../certificate/certificate-request.ts';

/**
 * A certificate or CSR that a command moved from the personal store (the only store that mailcertd
 * writes to) to its trash.
 */
export interface Removal {
  /** Absolute path of its directory. */
  readonly path: string;
  readonly removed: Certificate | CertificateRequest;
  /**
   * Services for which the certificate was enabled, or the certificate of the CSR would have been.
   */
  readonly services: readonly Service[];
  /**
   * The origin of the removal: `removedBy` in its certificate.yaml. A removal does not change
   * `lastChange` in that file, so that a restored directory is not reported as a new certificate.
   */
  readonly requestedBy: RequestedBy;
}
