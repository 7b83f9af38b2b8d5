import type { Instant } from '../time.ts';

/** The SHA-1 of the DER encoding, 40 upper-case hex digits, as Windows shows it. */
export type Thumbprint = string;

/**
 * The parsed fields of an X.509 certificate. Values are raw: control characters are escaped only
 * when printed.
 */
export interface Certificate {
  readonly thumbprint: Thumbprint;
  /** SHA-256 of the DER encoding, 64 upper-case hex digits. */
  readonly sha256Fingerprint: string;
  /** 1, 2 or 3; the encoding has 0, 1 or 2. */
  readonly version: number;
  /** Upper-case hex, whole bytes, without a leading zero byte; with a leading `-` if negative. */
  readonly serialNumber: string;
  /** RFC 4514, most specific first; empty for an empty subject. */
  readonly subject: string;
  readonly issuer: string;
  /**
   * The CN values of the subject, unchanged; usually one or none. Empty if the subject alternative
   * name is unreadable, so that such a certificate matches no name.
   */
  readonly commonNames: readonly string[];
  /** First and last instant of validity, both inclusive. @see RFC 5280 section 4.1.2.5 */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** dNSName entries of the subject alternative name, in order and unchanged. */
  readonly dnsNames: readonly string[];
  /** iPAddress entries of the subject alternative name, as text. */
  readonly ipAddresses: readonly string[];
  /** `RSA`, `EC`, `Ed25519`, `Ed448`, `RSA-PSS`, `DSA`, or else the OID. */
  readonly publicKeyAlgorithm: string;
  /** Bits; undefined if the algorithm is unknown. */
  readonly publicKeySize: number | undefined;
  /** A name such as `sha256WithRSAEncryption`, or the OID. */
  readonly signatureAlgorithm: string;
  /**
   * SHA-256 of the SubjectPublicKeyInfo, upper-case hex; matches a private key to a certificate.
   */
  readonly publicKeySha256: string;
  /**
   * True if subject and issuer are the same bytes and the key identifiers, if present, are equal.
   */
  readonly isSelfIssued: boolean;
  /**
   * True if it may issue certificates, by its basic constraints.
   */
  readonly isCa: boolean;
  /** Maximum number of intermediate CAs below it, by its basic constraints; undefined: no limit. */
  readonly pathLength: number | undefined;
  /** In the order of `KEY_USAGES`; undefined without the extension. */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /**
   * Names such as `serverAuth`, or OIDs, in order; undefined without the extension.
   * @see RFC 5280 section 4.2.1.12
   */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Upper-case hex; undefined without the extension. @see RFC 5280 sections 4.2.1.1, 4.2.1.2 */
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
}

/** The key usages, in the order of the bits. @see RFC 5280 section 4.2.1.3 */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** A purpose of a key in the key usage extension. */
export type KeyUsage = (typeof KEY_USAGES)[number];

/**
 * Returns the names to show for a certificate: its DNS names, or else its common names, or else its
 * subject.
 */
export function namesOf({
  dnsNames,
  commonNames,
  subject,
}: Pick<Certificate, 'dnsNames' | 'commonNames' | 'subject'>): readonly string[] {
  if (dnsNames.length > 0) return dnsNames;
  return commonNames.length > 0 ? commonNames : [subject];
}

/**
 * The services that a certificate can be enabled for.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export type Service = 'IMAP' | 'POP' | 'UM' | 'IIS' | 'SMTP' | 'Federation';

/**
 * The location of a certificate: the file, the block in it (0 is the first), and the alias if the
 * format has one.
 */
export interface CertificateLocation {
  readonly path: string;
  readonly block: number;
  readonly alias: string | undefined;
}

/**
 * A file or directory whose permissions deny an account access to a private key: it cannot read the
 * file, or cannot enter the directory.
 */
export interface AccessDenial {
  readonly account: string;
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

/**
 * Which accounts can read the file of a private key, by the owner, mode and ACL of the file and its
 * parent directories.
 */
export interface KeyAccess {
  /**
   * The files and directories that deny access to the accounts that load keys for mail servers.
   * Unknown permissions deny nothing. Many keys can share one array.
   */
  readonly denials: readonly AccessDenial[];
  /** True if any account of the host can read the key, and it is not encrypted. */
  readonly isExposed: boolean;
}

/**
 * Access without problems: no account that loads keys is known to be denied, and not every account
 * of the host can read the key.
 */
export const CORRECT_KEY_ACCESS: KeyAccess = { denials: [], isExposed: false };

/** The private key of a certificate in a store. */
export interface StoredKey {
  /**
   * - matches: the key was found and belongs to the certificate
   * - missing: no key was found
   * - differs: the key that was found belongs to another certificate
   * - unreadable: mailcertd could not check the key, so it may match
   */
  readonly kind: 'matches' | 'missing' | 'differs' | 'unreadable';
  /** The file that was checked; undefined if none was found. */
  readonly path: string | undefined;
  /** Access to that file. Keys without problems share one object. */
  readonly access: KeyAccess;
}

/** Returns whether a certificate may have its private key: the key matches or is unreadable. */
export function mayHaveKey({ kind }: StoredKey): boolean {
  return kind === 'matches' || kind === 'unreadable';
}

/** Returns whether an account is denied access to a private key. */
export function isAccessDenied({ access }: StoredKey, account: string): boolean {
  return access.denials.some((denial) => denial.account === account);
}

/** The account that requested a change of the store, its command and the time. */
export interface RequestedBy {
  /** The account; with sudo, also the account that ran it. */
  readonly by: string;
  /** The command line as typed. */
  readonly command: string;
  readonly at: Instant;
}

/** The metadata that commands store with a certificate or CSR, in its own directory. */
export interface StoreNote {
  readonly friendlyName: string | undefined;
  /** True if `export` may export its private key. */
  readonly isExportable: boolean;
  /** The last change and its origin. */
  readonly requestedBy: RequestedBy;
  /**
   * The certificate that it renews: it was cloned from that certificate or replaces it. Left out:
   * none.
   */
  readonly renews?: Thumbprint;
}

/** A certificate in a store. */
export interface StoredCertificate {
  readonly certificate: Certificate;
  readonly store: string;
  readonly location: CertificateLocation;
  readonly services: readonly Service[];
  /**
   * True if the services are from the `certificate.yaml` in its directory; otherwise from its store,
   * or unknown.
   */
  readonly hasOwnServices?: boolean | undefined;
  readonly key: StoredKey;
  /**
   * Modification time of its file, after resolving symbolic links. Left out: it has no file, or the
   * time is unknown.
   */
  readonly writtenAt?: Instant | undefined;
  /** Left out: no command of mailcertd added it. */
  readonly note?: StoreNote | undefined;
}
