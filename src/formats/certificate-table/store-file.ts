import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { Problem } from '../../domain/failure/problem.ts';
import type { KeystoreFormat } from './recognize-keystore.ts';

/**
 * A block of a store file: a certificate, CSR or private key, or the problem of one that cannot be
 * read.
 * - `offset`: its start in the file, bytes. For the contents of a PEM block or of encrypted data,
 *   the start of that container.
 * - `block`: its number from 0. Certificates and problems are numbered together; private keys and
 *   CSRs have their own numbers.
 */
export type StoreFileBlock =
  | {
      readonly kind: 'certificate';
      readonly block: number;
      readonly offset: number;
      readonly certificate: Certificate;
      /** The alias in a keystore. */
      readonly alias: string | undefined;
      /** Can be a view of the file's buffer. */
      readonly der: Buffer;
      /** The problem of a part of the certificate that cannot be read, with its block. */
      readonly flaw?: Problem;
    }
  | {
      readonly kind: 'request';
      /** Unreadable CSRs are skipped and not counted, because servers do not use CSRs. */
      readonly block: number;
      readonly offset: number;
      readonly request: CertificateRequest;
    }
  | {
      readonly kind: 'private-key';
      readonly block: number;
      readonly offset: number;
      /**
       * PEM, or DER if `label` is undefined; not yet parsed, so it can be damaged. Bytes from the
       * file are a view of its buffer; decrypted bytes have their own buffer.
       */
      readonly bytes: Buffer;
      /** The label of the PEM block, for example `PRIVATE KEY`. */
      readonly label: string | undefined;
      /** `decrypted`: encrypted in the file, and decrypted in `bytes`. */
      readonly protection: 'none' | 'encrypted' | 'decrypted';
    }
  | {
      readonly kind: 'problem';
      readonly block: number;
      readonly offset: number;
      /**
       * With its block, unless it is about the whole file. Problems with the same reason are one
       * block, which lists the numbers of all.
       */
      readonly problem: Problem;
    };

/** A keystore that is not yet read. `openKeystore` reads it, or reports an unsupported format. */
export interface KeystoreBlock {
  readonly kind: 'keystore';
  readonly format: KeystoreFormat;
  readonly bytes: Buffer;
}

/** The contents of a store file. */
export interface StoreFile {
  /** In order. Empty if the file contains nothing that belongs in a certificate store. */
  readonly blocks: readonly (StoreFileBlock | KeystoreBlock)[];
}
