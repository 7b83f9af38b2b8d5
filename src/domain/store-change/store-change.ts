import type { Certificate, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { CertificateRequest, StoredRequest } from '../certificate/certificate-request.ts';
import type { Instant } from '../time.ts';

// The personal store is the only store that mailcertd changes. In it, a stable path is a link with a
// fixed name, such as `live/mail.contoso.com`, to the directory of the certificate that is used now.
// Mail servers can be configured with a stable path, which stays valid after a renewal.

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
  /** The CSR for which it was issued. The change removes the CSR. undefined: none. */
  readonly csr: StoredRequest | undefined;
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  /** True if `export` may export the private key. */
  readonly isExportable: boolean;
  /**
   * True if this change also makes it the internal transport certificate, which Exchange servers
   * use between each other.
   */
  readonly recordsInternal: boolean;
  /** The certificate that it renews; undefined: none. */
  readonly renews: Thumbprint | undefined;
  /**
   * For a renewal that expires earlier than the renewed certificate: the expiry of the renewed
   * certificate. Left out: the new one expires later.
   */
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
  /** The same as in `InstallChange`. */
  readonly recordsInternal: boolean;
  /** The same as in `InstallChange`. */
  readonly hasStablePath?: boolean;
}

/** Move of a certificate or CSR with its key from the personal store to the trash. */
export interface RemoveChange {
  readonly kind: 'remove';
  readonly removed: StoredCertificate | StoredRequest;
  /**
   * The stable paths of the removed certificate that other certificates take over. All its other
   * stable paths are removed. Left out: none is taken over.
   */
  readonly stablePathSuccessors?: readonly (readonly [name: string, successor: Thumbprint])[];
}

/** An atomic change of the personal store. */
export type StoreChange = InstallChange | RequestChange | ServicesChange | RemoveChange;
