import type { FileState } from '../walk/file-state.ts';
import type { FoundFile } from '../walk/walk-options.ts';
import type { FileSource } from './file-source.ts';
import { StoredRow } from './stored-row.ts';

/** A file that was read. */
export interface ScannedFile extends FoundFile {
  readonly state: FileState;
  readonly source: FileSource;
  /** Its directory; the same string object for all files of a directory. */
  readonly directory: string;
  /**
   * True if the file has a private key, or may have one, because of its name or because it is
   * unreadable.
   */
  readonly mayHoldKey: boolean;
  /** The result for its certificates, cached here if it depends on no other file. */
  cachedCertificates: FileCertificates | undefined;
}

/** The certificates of one file, under one path. */
export interface FileCertificates {
  readonly file: ScannedFile;
  readonly certificates: readonly StoredRow[];
}

/** A file with a single certificate, as most are, in one object. */
export class LoneRow extends StoredRow<ScannedFile> implements FileCertificates {
  get certificates(): readonly StoredRow[] {
    return [this];
  }
}
