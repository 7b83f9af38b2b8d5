import type { Certificate, Service, StoredCertificate, Thumbprint } from '../certificate/certificate.ts';
import type { CertificateRequest, StoredRequest } from '../certificate/certificate-request.ts';
import type { Instant } from '../time.ts';

/** A certificate is put into the personal store, in a folder of its own. */
export interface InstallChange {
  readonly kind: 'install';
  readonly certificate: Certificate;
  /** In order, the nearest first; empty for a self-signed one. */
  readonly issuers: readonly Certificate[];
  /** PEM: the certificate, then these issuers. */
  readonly certificatePem: string;
  /** PKCS#8 PEM, not encrypted; undefined: it lies with the request that is answered. */
  readonly privateKeyPem: string | undefined;
  /** The request of the store that it answers, which is gone with it. */
  readonly answers: StoredRequest | undefined;
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  /** Whether it is recorded as the internal transport certificate, in the same commit. */
  readonly recordsInternal: boolean;
  /** The certificate that it is a clone of. */
  readonly renews: Thumbprint | undefined;
  /** The end of that one, where the clone ends sooner; left out: it does not. */
  readonly endsBefore?: Instant;
  /** Accounts that its key is opened to, besides the store's owner; left out: none. */
  readonly opensTo?: readonly string[];
  /** false: the certificate is not valid now and gets no stable path; left out: it gets one. */
  readonly isLive?: boolean;
}

/** A request for a certificate is put into the personal store, with the key that waits for the answer. */
export interface RequestChange {
  readonly kind: 'request';
  readonly request: CertificateRequest;
  /** PEM. */
  readonly requestPem: string;
  /** PKCS#8 PEM, not encrypted. */
  readonly privateKeyPem: string;
  /** What the answer is to be enabled for. */
  readonly services: readonly Service[];
  readonly friendlyName: string | undefined;
  readonly isExportable: boolean;
  readonly renews: Thumbprint | undefined;
}

/** A certificate of the personal store is enabled for these services, and no others. */
export interface ServicesChange {
  readonly kind: 'services';
  readonly stored: StoredCertificate;
  readonly services: readonly Service[];
  readonly recordsInternal: boolean;
  /** The same as for an installation. */
  readonly isLive?: boolean;
}

/** A certificate, or a request, leaves the personal store for the trash, with its key. */
export interface RemoveChange {
  readonly kind: 'remove';
  readonly removed: StoredCertificate | StoredRequest;
  /**
   * The certificates that get its stable paths, by the name of the path; a path without one is
   * removed. Left out: there are none.
   */
  readonly liveSuccessors?: readonly (readonly [name: string, successor: Thumbprint])[];
}

/** One change of the personal store: whole, or not at all. */
export type StoreChange = InstallChange | RequestChange | ServicesChange | RemoveChange;
