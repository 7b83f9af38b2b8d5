import type { FileIdentity } from '../walk/file-identity.ts';
import type { FileSource } from '../walk/source.ts';
import type { FoundFile } from '../walk/tree.ts';
import { StoredRow } from './stored-row.ts';

/** A file that was read. */
export interface KnownFile extends FoundFile {
  readonly identity: FileIdentity;
  readonly source: FileSource;
  /** The folder it lies in; the same text for all of one folder. */
  readonly folder: string;
  /** Whether a private key stands in it, or might: it is called so, or could not be read. */
  readonly mayHoldKey: boolean;
  /** What was made of its certificates, where nothing but the file itself had to do with it; whoever makes it keeps it here. */
  judged: JudgedFile | undefined;
}

/** The certificates of one file, as found under one path. */
export interface JudgedFile {
  readonly file: KnownFile;
  readonly certificates: readonly StoredRow[];
}

/** What most files come to, in one object: a single certificate where it lies. */
export class LoneRow extends StoredRow<KnownFile> implements JudgedFile {
  get certificates(): readonly StoredRow[] {
    return [this];
  }
}
