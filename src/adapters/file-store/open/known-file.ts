import type { FileIdentity } from '../walk/file-identity.ts';
import type { FoundFile } from '../walk/tree.ts';
import type { FileSource } from './source.ts';
import { StoredRow } from './stored-row.ts';

/** A file that was read. */
export interface KnownFile extends FoundFile {
  readonly identity: FileIdentity;
  readonly source: FileSource;
  /** Its directory; the same string object for all files of a directory. */
  readonly directory: string;
  /**
   * True if the file has a private key, or may have one, because of its name or because it is
   * unreadable.
   */
  readonly mayHoldKey: boolean;
  /** The result for its certificates, cached here if it depends on no other file. */
  judged: JudgedFile | undefined;
}

/** The certificates of one file, under one path. */
export interface JudgedFile {
  readonly file: KnownFile;
  readonly certificates: readonly StoredRow[];
}

/** A file with a single certificate, as most are, in one object. */
export class LoneRow extends StoredRow<KnownFile> implements JudgedFile {
  get certificates(): readonly StoredRow[] {
    return [this];
  }
}
