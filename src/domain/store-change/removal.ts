import type { Certificate, RequestedBy, Service } from '../certificate/certificate.ts';
import type { CertificateRequest } from '../certificate/certificate-request.ts';

/** A certificate, or a request, that a command took from the personal store, as it lies in the trash. */
export interface Removal {
  /** Its folder, absolute. */
  readonly path: string;
  readonly removed: Certificate | CertificateRequest;
  /** What it was enabled for, or was to be. */
  readonly services: readonly Service[];
  /**
   * Who asked for the removal: `removed` in its certificate.yaml. What stood there as `asked` stays as it was, so that a
   * folder that is put back is not taken for something new.
   */
  readonly asked: RequestedBy;
}
