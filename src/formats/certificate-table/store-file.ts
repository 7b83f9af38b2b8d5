import type { Certificate } from '../../domain/certificate/certificate.ts';
import type { CertificateRequest } from '../../domain/certificate/certificate-request.ts';
import type { Problem } from '../../domain/problem.ts';
import type { KeystoreFormat } from './recognize-keystore.ts';

/**
 * A block of a store file. `offset` is its start in the file, bytes; for the contents of a PEM
 * block or of encrypted data, the start of that container. `block` counts certificates from 0,
 * including unreadable ones; for a private key, it counts the keys.
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
      /** The problem of a part that cannot be read; its location is `path#block`. */
      readonly flaw?: Problem;
    }
  | {
      readonly kind: 'request';
      /** Counts the CSRs. Unreadable CSRs are skipped, because servers do not use CSRs. */
      readonly block: number;
      readonly offset: number;
      readonly request: CertificateRequest;
    }
  | {
      readonly kind: 'private-key';
      readonly block: number;
      readonly offset: number;
      /**
       * PEM, or DER if `label` is undefined: a view of the file's buffer, also if damaged. A key
       * from a keystore or after decryption is DER in its own buffer.
       */
      readonly bytes: Buffer;
      readonly label: string | undefined;
      /** `decrypted`: encrypted in the file, and decrypted in `bytes`. */
      readonly protection: 'none' | 'encrypted' | 'decrypted';
    }
  | {
      readonly kind: 'problem';
      readonly block: number;
      readonly offset: number;
      /**
       * Its location is `path#block`; for a whole keystore, the path. Blocks with the same reason
       * are one block, whose problem lists their numbers.
       */
      readonly problem: Problem;
    };

/** A keystore that needs a password, or whose format is not supported. `openKeystore` reads it. */
export interface KeystoreBlock {
  readonly kind: 'keystore';
  readonly format: KeystoreFormat;
  readonly bytes: Buffer;
}

/** The contents of a file, in order; without blocks if nothing belongs in a certificate store. */
export interface StoreFile {
  readonly blocks: readonly (StoreFileBlock | KeystoreBlock)[];
}
