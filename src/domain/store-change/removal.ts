import type { Certificate, RequestedBy, Service } from '../certificate/certificate.ts';
import type { CertificateRequest } from '../certificate/certificate-request.ts';

/** A certificate or CSR that a command moved from the personal store to the trash. */
export interface Removal {
  /** Absolute path of its directory. */
  readonly path: string;
  readonly removed: Certificate | CertificateRequest;
  /** Services for which it was enabled, or its certificate would have been. */
  readonly services: readonly Service[];
  /**
   * The origin of the removal: `removedBy` in its certificate.yaml. `lastChange` in that file is
   * not changed, so that a restored directory does not count as new.
   */
  readonly requestedBy: RequestedBy;
}
