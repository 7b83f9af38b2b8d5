import type { Certificate } from '../certificate/certificate.ts';
import type { Problem } from '../failure/problem.ts';

/** The contents of a file to import. */
export interface ImportedFile {
  /** In the order of the file, without duplicates. */
  readonly certificates: readonly ImportedCertificate[];
  /** By the SHA-256 of the public key: the private key, PKCS#8 PEM, not encrypted. */
  readonly keys: ReadonlyMap<string, string>;
  /** Parts of the file that could not be read or decrypted. */
  readonly problems: readonly Problem[];
}

/** A certificate in a file to import. */
export interface ImportedCertificate {
  readonly certificate: Certificate;
  readonly pem: string;
  /** The friendly name in a keystore; left out: none. */
  readonly friendlyName?: string;
}
