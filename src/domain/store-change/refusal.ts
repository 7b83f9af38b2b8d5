import type { AccessDenial, Service, StoredCertificate, StoredKey } from '../certificate/certificate.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { Failure } from '../failure/failure.ts';
import type { Problem } from '../failure/problem.ts';

/**
 * The reason why a command is not executed; nothing was changed. The user interface renders the
 * message.
 */
export type Refusal =
  /** No store is named `My`, so there is no store to write to. */
  | { readonly reason: 'no-personal-store' }
  /** Part of a store is unavailable, so its contents are unknown. */
  | { readonly reason: 'store-unavailable'; readonly problem: Problem }
  /** The object no longer exists. */
  | { readonly reason: 'not-found'; readonly id: string }
  /**
   * The object is in a store that mailcertd does not write to; the configuration sets the services
   * of that store.
   */
  | {
      readonly reason: 'store-read-only';
      readonly stored: StoredCertificate;
      readonly store: StoreDefinition;
      /** The requested services; left out: none were requested. */
      readonly services?: readonly Service[];
    }
  /**
   * The object shares its directory in `My` with other certificates or CSRs, so that metadata in
   * the directory would also apply to them.
   */
  | {
      readonly reason: 'directory-shared';
      readonly path: string;
      /** The requested services; left out: none were requested. */
      readonly services?: readonly Service[];
    }
  /** The object is an intermediate certificate that belongs to another certificate. */
  | {
      readonly reason: 'intermediate-certificate';
      readonly stored: StoredCertificate;
      readonly leaf: StoredCertificate;
    }
  | { readonly reason: 'name-invalid'; readonly name: string }
  | { readonly reason: 'subject-invalid'; readonly subject: string; readonly cause: Failure }
  /**
   * Exchange does not enable wildcard certificates for IMAP and POP; these services need a host
   * name.
   */
  | { readonly reason: 'wildcard'; readonly name: string; readonly services: readonly Service[] }
  /** The private key of the certificate is missing, differs or is unreadable. */
  | { readonly reason: 'key-unusable'; readonly stored: StoredCertificate; readonly kind: StoredKey['kind'] }
  /** None of the accounts that would load the key can read it. */
  | {
      readonly reason: 'key-not-readable';
      readonly stored: StoredCertificate;
      readonly denials: readonly AccessDenial[];
    }
  /** A CA issued the certificate, but a clone would be self-signed. Can be overridden. */
  | {
      readonly reason: 'not-self-signed';
      readonly stored: StoredCertificate;
      /** The command that renews it in place; left out: a new CSR is needed. */
      readonly renewal?: readonly string[];
    }
  /**
   * The object is a CA certificate, and mailcertd creates no certificates that can issue others.
   */
  | { readonly reason: 'renews-ca'; readonly stored: StoredCertificate }
  /** The certificate is installed, and the command requests something that it does not have yet. */
  | {
      readonly reason: 'already-installed';
      readonly stored: StoredCertificate;
      /** Requested services for which it is not enabled yet. */
      readonly services: readonly Service[];
      /** True if the file contains intermediate certificates that are not stored with it. */
      readonly lacksIssuers: boolean;
    }
  /** The file contains no certificate. */
  | { readonly reason: 'nothing-to-import'; readonly path: string; readonly problems: readonly Problem[] }
  /**
   * The file contains only CA certificates without a key. Trust anchors are configured in `trust`.
   */
  | {
      readonly reason: 'ca-certificate';
      readonly path: string;
      readonly subject: string;
      /** The installed certificate that lacks these intermediate certificates; left out: none. */
      readonly stored?: StoredCertificate;
    }
  /**
   * The file contains a CA certificate with its private key, which no mail server needs. Can be
   * overridden.
   */
  | { readonly reason: 'ca-with-key'; readonly path: string; readonly subject: string }
  /** Several certificates in the file have a key, or none has one and several are possible. */
  | { readonly reason: 'ambiguous-import'; readonly path: string; readonly subjects: readonly string[] }
  /** The private key is neither in the file nor stored with a CSR. */
  | {
      readonly reason: 'no-key';
      readonly path: string;
      readonly subject: string;
      readonly problems: readonly Problem[];
    }
  /** Connectors use the certificate. Can be overridden. */
  | { readonly reason: 'in-use'; readonly stored: StoredCertificate; readonly connectors: readonly string[] }
  /**
   * The certificate is recorded as the internal transport certificate (for mail between Exchange
   * servers). Can be overridden.
   */
  | { readonly reason: 'internal-certificate'; readonly stored: StoredCertificate }
  /** No other valid certificate matches these names. Can be overridden. */
  | { readonly reason: 'last-for-names'; readonly stored: StoredCertificate; readonly names: readonly string[] }
  /** The certificate was created or imported without permission to export its private key. */
  | { readonly reason: 'not-exportable'; readonly stored: StoredCertificate };
