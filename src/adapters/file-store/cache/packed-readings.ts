import type { SharedFacts } from '../../../formats/certificate-table/shared-facts.ts';
import type { FileContent, PlacedCertificate } from '../open/file-content.ts';
import type { FileSource } from '../open/file-source.ts';
import { FILE_STATE_LENGTH } from '../walk/file-state-array.ts';

/** The content of a file without its path and certificates, but with their positions. */
export type ContentParts = Omit<FileContent, 'path' | 'certificates'> & {
  readonly positions: readonly Omit<PlacedCertificate, 'certificate'>[];
};

/** The result of reading a file that is not exactly one certificate. */
export type OtherSource = ContentParts | Exclude<FileSource, { kind: 'content' }>;

/**
 * The results of reading many files in as few objects as possible, for transfer between threads and
 * for storage. Plain values only. `Packer` creates them; `unpack` returns them file by file.
 */
export interface PackedReadings {
  /**
   * Certificates, one row each, file by file.
   * @see CertificateRow
   */
  readonly rows: Uint8Array;
  /** Two numbers per certificate: the start of its row, and the index of its `sharedFacts`. */
  readonly certificates: Uint32Array;
  /** The facts that several certificates share, for example their issuer; each once. */
  readonly sharedFacts: readonly SharedFacts[];
  /**
   * For each file, `NUMBERS_PER_FILE` numbers: its state, then its flags, then the number of its
   * certificates.
   */
  readonly files: Float64Array;
  /** The results of files that are not exactly one certificate, by the index of the file. */
  readonly otherSources: readonly (readonly [fileIndex: number, OtherSource])[];
}

/** The number of array elements of a file in `PackedReadings.files`. */
export const NUMBERS_PER_FILE: number = FILE_STATE_LENGTH + 2;
/** The offset of the flags of a file: `HAS_STATE` + `HAS_OTHER_PATHS`, or `WITHOUT_STAT`. */
export const FLAGS_OFFSET: number = FILE_STATE_LENGTH;
/** The offset of the number of certificates of a file. */
export const COUNT_OFFSET: number = FILE_STATE_LENGTH + 1;

/** Flag: the state of the file is stored. */
export const HAS_STATE = 1;
/** Flag: the file has several hard links or other paths. */
export const HAS_OTHER_PATHS = 2;
/** Flags of a file that was read without a stat call, so it may have other paths. */
export const WITHOUT_STAT: number = HAS_OTHER_PATHS + 2;
