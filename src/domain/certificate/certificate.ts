import type { Instant } from '../time.ts';

/** SHA-1 of the DER encoding, 40 upper-case hex digits, as Windows shows it. */
export type Thumbprint = string;

/** What mailcertd knows of one X.509 certificate. Values are raw: control characters are escaped only when printed. */
export interface Certificate {
  readonly thumbprint: Thumbprint;
  /** SHA-256 of the DER encoding, 64 upper-case hex digits. */
  readonly sha256Fingerprint: string;
  /** 1, 2 or 3, as people count (the encoding says 0, 1, 2). */
  readonly version: number;
  /** Upper-case hex, whole octets, without a leading zero octet; a leading `-` for a negative one. */
  readonly serialNumber: string;
  /** RFC 4514, most specific first; empty for an empty subject. */
  readonly subject: string;
  readonly issuer: string;
  /**
   * The CN values of the subject, as they stand there; usually one or none. Empty where the subject alternative name cannot be
   * read: such a certificate matches no name.
   */
  readonly commonNames: readonly string[];
  /** First and last instant of validity, both inclusive. @see RFC 5280 section 4.1.2.5 */
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** dNSName entries of the subject alternative name, in order, as they stand there. */
  readonly dnsNames: readonly string[];
  /** iPAddress entries of the subject alternative name, as text. */
  readonly ipAddresses: readonly string[];
  /** `RSA`, `EC`, `Ed25519`, `Ed448`, `RSA-PSS`, `DSA`, or the OID where none of these. */
  readonly publicKeyAlgorithm: string;
  /** Bits; undefined where the algorithm is not known. */
  readonly publicKeySize: number | undefined;
  /** A name such as `sha256WithRSAEncryption`, or the OID. */
  readonly signatureAlgorithm: string;
  /** SHA-256 of the SubjectPublicKeyInfo, upper-case hex: what a private key is matched by. */
  readonly publicKeySha256: string;
  /** Subject and issuer are the same octets and the key identifiers, where given, agree. */
  readonly isSelfIssued: boolean;
  /** Basic constraints: whether it may issue certificates, and how many further authorities may stand below it. */
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
  /** Purposes of the key, as RFC 5280 names them, in its order; undefined where the extension is not given. */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** Such as `serverAuth`, or the OID, in order; undefined where the extension is not given. @see RFC 5280 section 4.2.1.12 */
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Upper-case hex; undefined where not given. @see RFC 5280 sections 4.2.1.1, 4.2.1.2 */
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
}

/** In the order of the bits. @see RFC 5280 section 4.2.1.3 */
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

export type KeyUsage = (typeof KEY_USAGES)[number];

/** The names people know a certificate by: its DNS names, else its common names, else its subject. */
export function namesOf({
  dnsNames,
  commonNames,
  subject,
}: Pick<Certificate, 'dnsNames' | 'commonNames' | 'subject'>): readonly string[] {
  if (dnsNames.length > 0) return dnsNames;
  return commonNames.length > 0 ? commonNames : [subject];
}

/** The services a certificate can be enabled for. @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate */
export type Service = 'IMAP' | 'POP' | 'UM' | 'IIS' | 'SMTP' | 'Federation';

/** Where a certificate stands: the file, the block in it (0 is the first), and the alias where the format has one. */
export interface CertificateLocation {
  readonly path: string;
  readonly block: number;
  readonly alias: string | undefined;
}

/** A file or folder that keeps an account from a private key: it lacks the right to read the one, to pass through the other. */
export interface KeyBarrier {
  readonly account: string;
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** Who can read a private key's file, by its owner, mode and ACL, and those of the folders above it. */
export interface KeyAccess {
  /** What keeps accounts that load keys from it; what cannot be judged is no barrier. Often one array for many keys. */
  readonly barriers: readonly KeyBarrier[];
  /** Whether any account of the host can read a key that stands there in the clear. */
  readonly isExposed: boolean;
}

/** Every account that loads keys can read it, as far as that can be judged, and not everyone can. */
export const CLOSED_TO_STRANGERS: KeyAccess = { barriers: [], isExposed: false };

/** The private key beside a certificate. `unreadable`: mailcertd itself could not judge it; never "missing". */
export interface StoredKey {
  readonly kind: 'matches' | 'missing' | 'differs' | 'unreadable';
  /** The file that was judged; undefined when none was found. */
  readonly path: string | undefined;
  /** Who can read that file; one object for all keys of which there is nothing to say. */
  readonly access: KeyAccess;
}

/** Whether something keeps an account from a private key. */
export function isBarredFrom({ access }: StoredKey, account: string): boolean {
  return access.barriers.some((barrier) => barrier.account === account);
}

/** Who asked for a change of the store, with which command, and when. */
export interface RequestedBy {
  /** The account; behind sudo, whose it is too. */
  readonly by: string;
  /** As it was typed. */
  readonly command: string;
  readonly at: Instant;
}

/** What a changing command leaves beside a certificate or a request, in the folder that is its own. */
export interface StoreNote {
  readonly friendlyName: string | undefined;
  /** Whether `export` hands its private key out. */
  readonly isExportable: boolean;
  /** Who asked for the last change of it. */
  readonly asked: RequestedBy;
  /** The certificate that it is a clone of, or is to replace; left out: none. */
  readonly renews?: Thumbprint;
}

/** A certificate where it lies in a store. */
export interface StoredCertificate {
  readonly certificate: Certificate;
  readonly store: string;
  readonly location: CertificateLocation;
  readonly services: readonly Service[];
  readonly key: StoredKey;
  /** When its file was last written: the one at the end of the links. Left out: it stands in none, or that is not known. */
  readonly writtenAt?: Instant | undefined;
  /** Left out: none of mailcertd's commands put it there. */
  readonly note?: StoreNote | undefined;
}
