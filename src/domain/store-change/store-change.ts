import type { Certificate, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { CertificateRequest, StoredRequest } from '../certificate/certificate-request.ts';
import type { Instant } from '../time.ts';

/** Installation of a certificate in its own directory of the personal store. */
export interface InstallChange {
  readonly kind: 'install';
  readonly certificate: Certificate;
  /** Closest first; empty for a self-signed certificate. */
  readonly issuers: readonly Certificate[];
  /** PEM: the certificate, followed by the issuers. */
  readonly certificatePem: string;
  /** PKCS#8 PEM, not encrypted; undefined: the key is stored with the CSR. */
  readonly privateKeyPem: string | undefined;
  /** The CSR for which it was issued, which the change removes; undefined: none. */
  readonly csr: StoredRequest | undefined;
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  /** True if `export` may export the private key. */
  readonly isExportable: boolean;
  /** True if the same commit records it as the internal transport certificate. */
  readonly recordsInternal: boolean;
  /** The certificate that it renews; undefined: none. */
  readonly renews: Thumbprint | undefined;
  /** The expiry of the original, if the clone expires earlier; left out: it does not. */
  readonly endsBefore?: Instant;
  /** Accounts that can read its key, in addition to the owner of the store; left out: none. */
  readonly keyReaders?: readonly string[];
  /** false: the certificate is not valid now and gets no stable path; left out: it gets one. */
  readonly hasStablePath?: boolean;
}

/** Storage of a CSR in the personal store, with its private key. */
export interface RequestChange {
  readonly kind: 'request';
  readonly request: CertificateRequest;
  /** PEM. */
  readonly requestPem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
  /** Services for which its certificate will be enabled. */
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  /** True if `export` may export the private key. */
  readonly isExportable: boolean;
  /** The certificate that the CSR renews; undefined: none. */
  readonly renews: Thumbprint | undefined;
}

/** Replacement of the services of a certificate in the personal store. */
export interface ServicesChange {
  readonly kind: 'services';
  readonly stored: StoredCertificate;
  readonly services: readonly Service[];
  /** True if the same commit records it as the internal transport certificate. */
  readonly recordsInternal: boolean;
  /** The same as in `InstallChange`. */
  readonly hasStablePath?: boolean;
}

/** Move of a certificate or CSR with its key from the personal store to the trash. */
export interface RemoveChange {
  readonly kind: 'remove';
  readonly removed: StoredCertificate | StoredRequest;
  /**
   * Which other certificate gets each of its stable paths. A path that is not in the list is
   * removed. Left out: no path gets another certificate.
   */
  readonly stablePathSuccessors?: readonly (readonly [name: string, successor: Thumbprint])[];
}

/** An atomic change of the personal store. */
export type StoreChange = InstallChange | RequestChange | ServicesChange | RemoveChange;
