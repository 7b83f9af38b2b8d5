import type { Failure } from '../../failure/failure.ts';
import type { Instant } from '../../time.ts';

/** One of the certificates of an event. */
export interface NamedCertificate {
  readonly thumbprint: string;
  /** At most five. */
  readonly names: readonly string[];
  readonly notAfter: Instant;
  /** Problem of this certificate, if it is not the same for all: `RSA 1024`, `SHA-1`. */
  readonly detail?: string;
}

/** File of a store that cannot be read, or that has unreadable blocks. */
export interface UnreadableFile {
  readonly path: string;
  /** Error in the file, or in the first of these blocks. */
  readonly detail?: string;
  /** The error as data; `detail` is its English text. */
  readonly failure?: Failure;
  /** Numbers of these blocks, at most ten; undefined if the error is about the whole file. */
  readonly blocks?: readonly number[];
  /** Number of all these blocks, if there are several. */
  readonly blockCount?: number;
}

/** The certificates or the files of an event that may have several. */
export interface ListData {
  /** Number of all certificates or files; `certificates` or `files` lists ten. */
  readonly count: number;
  readonly certificates: readonly NamedCertificate[];
  /** At most ten. */
  readonly files: readonly UnreadableFile[];
}
