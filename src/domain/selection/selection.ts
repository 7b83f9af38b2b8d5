import type { StoredCertificate } from '../certificate/certificate.ts';
import type { ChainVerdict } from '../certificate/chain-verdict.ts';
import type { NameIndex } from '../certificate-index/name-index.ts';
import type { Failure } from '../failure/failure.ts';
import type { Scope } from '../scope.ts';
import type { Instant } from '../time.ts';
import type { PreferenceReason } from './selection-order.ts';

/**
 * The reason why a certificate was not selected. A `PreferenceReason` concerns a certificate that
 * could be selected, but another one is preferred. Every other reason excludes the certificate.
 */
export type RejectionReason =
  | 'certificate-host-mismatch'
  /** It has the subject of the TlsCertificateName, but another issuer. */
  | 'issuer-mismatch'
  /** It does not have the subject of the TlsCertificateName. */
  | 'subject-mismatch'
  | 'not-personal-store'
  /** It is not an X.509 version 3 certificate. */
  | 'version'
  /** Its key usage or extended key usage does not allow TLS servers. */
  | 'purpose-mismatch'
  | 'private-key-missing'
  /** The private key next to it belongs to another certificate. */
  | 'private-key-mismatch'
  /** The account that loads the private key cannot read it. */
  | 'private-key-unreadable'
  | 'not-enabled-for-smtp'
  | 'not-yet-valid'
  /** OpenSSL cannot load it. */
  | 'certificate-refused'
  /** It is the first certificate in its file, but the private key belongs to a later one. */
  | 'leaf-not-first'
  /** The server names several files, and another one is unusable. */
  | 'other-file-unusable'
  | PreferenceReason;

/** A certificate that was not selected, with the reason. */
export interface RejectedCertificate {
  readonly candidate: StoredCertificate;
  readonly reason: RejectionReason;
  /**
   * For `leaf-not-first`, the location of the certificate of the private key. For
   * `certificate-refused`, the error message of OpenSSL. Otherwise left out.
   */
  readonly detail?: string;
}

/** The name that a certificate must match, as a canonical DNS name, and its origin. */
export interface RequiredName {
  readonly value: string;
  /** `discovered`: the name in a server's own settings, which certificates need not match. */
  readonly from: 'connector' | 'computer' | 'discovered';
  /**
   * `<I>issuer<S>subject`, which the certificate must have instead of the name. Left out: not set.
   */
  readonly tlsCertificateName?: string;
  /**
   * The certificate files that a server names in its settings. The server uses these files, not the
   * stores. Left out: the certificate is selected from the stores.
   */
  readonly files?: readonly string[];
}

/** A file that a mail server names and that contains no readable certificate. */
export interface UnusableFile {
  readonly path: string;
  readonly reason: 'certificate-file-missing' | 'certificate-file-unusable';
  /**
   * The reason code of the problem with the file; empty if there is none, or the file is missing.
   */
  readonly detail: string;
  /** The problem as data, with its reason. Left out if `detail` is empty. */
  readonly failure?: Failure;
}

/** The result of a selection. */
export type Selection =
  /** The connector needs no certificate. */
  | { readonly kind: 'not-applicable' }
  | {
      readonly kind: 'chosen';
      readonly name: RequiredName;
      /** May have expired if no valid certificate exists. */
      readonly chosen: StoredCertificate;
      readonly match: 'exact' | 'wildcard';
      /** Other certificates that match the name, in the order of preference. */
      readonly rejected: readonly RejectedCertificate[];
      /** When the store of the chosen certificate was last read; undefined if it is available. */
      readonly lastSeen: Instant | undefined;
      /**
       * True if a store was never completely read and may contain a better certificate. The
       * selection can be used, but problems with it are not reported.
       */
      readonly isProvisional: boolean;
      /**
       * Further certificates in the files that a server's settings name, for clients that prefer
       * another key type.
       */
      readonly alsoSelected?: readonly StoredCertificate[];
    }
  /** No certificate can be selected. */
  | {
      readonly kind: 'none';
      readonly name: RequiredName;
      readonly rejected: readonly RejectedCertificate[];
      /** The rejected certificate that needs the smallest change; undefined if there is none. */
      readonly nearestMiss: RejectedCertificate | undefined;
      /**
       * The first file that the server's settings name and that contains no readable certificate.
       */
      readonly unusableFile?: UnusableFile;
    }
  /**
   * A store or an inventory (a list of connectors and stores) is unavailable, and may contain the
   * certificate.
   */
  | {
      readonly kind: 'unknown';
      readonly name: RequiredName;
      readonly unavailable: readonly Scope[];
      readonly rejected: readonly RejectedCertificate[];
    };

/** The input of a selection, apart from the name. */
export interface SelectionContext {
  readonly now: Instant;
  readonly byName: NameIndex;
  /**
   * Current chain verdicts of the certificates that `certificatesToVerify` returns. Other
   * certificates are used without a verdict.
   */
  readonly chains: ReadonlyMap<string, ChainVerdict>;
  /** Returns whether connectors search a store. */
  readonly isSearched: (store: string) => boolean;
  /** Unavailable scopes: stores that are searched, and inventories that define them. */
  readonly unavailable: readonly Scope[];
  /**
   * Those of the unavailable stores that may contain certificates that were never read. If there
   * are any, every selection is provisional.
   */
  readonly withUnknownCertificates: readonly Scope[];
  /** The account that loads the private key. */
  readonly keyLoadedBy: string;
  /** Returns when an unavailable store was last read; undefined if the store is available. */
  readonly lastSeen: (store: string) => Instant | undefined;
}
