import type { FileState } from '../walk/file-state.ts';
import type { FoundFile } from '../walk/walk-options.ts';
import type { FileSource } from './file-source.ts';
import { StoredRow } from './stored-row.ts';

/** A file that a scan found, and that this scan or an earlier one has read. */
export interface ScannedFile extends FoundFile {
  readonly state: FileState;
  readonly source: FileSource;
  /** The path of its directory; the same string object for all files of a directory. */
  readonly directory: string;
  /**
   * True if the file has a private key, or may have one, because of its name or because it is
   * unreadable.
   */
  readonly mayHoldKey: boolean;
  /**
   * Its certificates with their keys and services. Cached here only if no file next to it may have
   * a key, so that a change of another file cannot change the result.
   */
  cachedCertificates: FileCertificates | undefined;
}

/** The certificates of one file, with their keys and services. */
export interface FileCertificates {
  readonly file: ScannedFile;
  readonly certificates: readonly StoredRow[];
}

/**
 * The certificates of a file that has only one, as most have. To save memory, one object is both
 * this list and its only certificate.
 */
export class LoneRow extends StoredRow<ScannedFile> implements FileCertificates {
  get certificates(): readonly StoredRow[] {
    return [this];
  }
}
