import type { Service, StoreNote } from './certificate.ts';

/** What mailcertd knows of a certificate signing request: what is asked for. It is no certificate, and never presented. */
export interface CertificateRequest {
  /** SHA-256 of the DER encoding, 64 upper-case hex digits. */
  readonly sha256Fingerprint: string;
  /** RFC 4514, most specific first; empty for an empty subject. */
  readonly subject: string;
  readonly commonNames: readonly string[];
  /** Of the subject alternative name that is asked for, in order, as they stand there. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** As a certificate spells it. */
  readonly publicKeyAlgorithm: string;
  readonly publicKeySize: number | undefined;
  readonly signatureAlgorithm: string;
  readonly publicKeySha256: string;
}

/** A request that lies in a store, and that no certificate there answers: none has its public key. */
export interface StoredRequest {
  readonly request: CertificateRequest;
  readonly store: string;
  /** The file, and which of the requests in it: 0 is the first. */
  readonly location: { readonly path: string; readonly block: number };
  /** Whether its private key lies beside it; undefined: it cannot be judged. */
  readonly hasPrivateKey: boolean | undefined;
  /** The file in which that was found; left out: in none. */
  readonly keyPath?: string;
  /** What its certificate is to be enabled for; left out: nothing beside it says. */
  readonly services?: readonly Service[];
  readonly note?: StoreNote;
}
