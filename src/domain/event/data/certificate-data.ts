import type { Instant } from '../../time.ts';

/** The certificate of an event. */
export interface CertificateData {
  readonly thumbprint: string;
  readonly subject: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** The issuers in a chain. */
export interface IssuerData {
  /** Issuer of the certificate. */
  readonly issuer: string;
  /** Issuer of the previous certificate. */
  readonly previousIssuer: string;
  /** Subject of an issuer that was not sent and is not a trusted root. */
  readonly missingIssuer: string;
  /** Subject of the root of the chain, which is not trusted. */
  readonly untrustedRoot: string;
}

/** The store of a certificate, and its files. */
export interface StoreData {
  readonly store: string;
  readonly locations: readonly string[];
}

/** The private key of a certificate. */
export interface KeyData {
  /** Account that loads the key. */
  readonly keyLoadedBy: string;
  /** Files and directories that this account cannot access, from the root down. */
  readonly inaccessiblePaths: readonly string[];
}

/** The certificate before the current one. */
export interface PreviousData {
  /** Certificate that was replaced. */
  readonly previousThumbprint: string;
  /** Time at which the previous certificate was last served. */
  readonly previousSeenAt: Instant;
  /** Names of the previous certificate that are missing in the new one, canonical. */
  readonly missingNames: readonly string[];
}
