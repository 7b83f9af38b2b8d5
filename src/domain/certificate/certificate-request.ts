import type { Service, StoreNote } from './certificate.ts';

/** The parsed fields of a certificate signing request (CSR). */
export interface CertificateRequest {
  /** SHA-256 of the DER encoding, 64 upper-case hex digits. */
  readonly sha256Fingerprint: string;
  /** RFC 4514, most specific first; empty for an empty subject. */
  readonly subject: string;
  readonly commonNames: readonly string[];
  /** From the requested subject alternative name, in order and unchanged. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** The same names as in `Certificate`. */
  readonly publicKeyAlgorithm: string;
  readonly publicKeySize: number | undefined;
  readonly signatureAlgorithm: string;
  readonly publicKeySha256: string;
}

/** A pending CSR in a store: a CSR for which the store contains no certificate. */
export interface StoredRequest {
  readonly request: CertificateRequest;
  readonly store: string;
  /** The file, and the index of the request in it (0 is the first). */
  readonly location: { readonly path: string; readonly block: number };
  /** True if its private key is in the same directory; undefined: unknown. */
  readonly hasPrivateKey: boolean | undefined;
  /** The file of the private key; left out: none was found. */
  readonly keyPath?: string;
  /** Services for which its certificate will be enabled; left out: not recorded. */
  readonly services?: readonly Service[];
  /** Left out: no command of mailcertd created it. */
  readonly note?: StoreNote;
}
