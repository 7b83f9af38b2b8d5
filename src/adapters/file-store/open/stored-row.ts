import type {
  Certificate,
  CertificateLocation,
  Service,
  StoredCertificate,
  StoredKey,
  StoreNote,
} from '../../../domain/certificate/certificate.ts';
import type { Instant } from '../../../domain/time.ts';
import type { FileState } from '../walk/file-state.ts';
import type { DirectoryNote } from './directory-note.ts';
import type { PlacedCertificate } from './file-content.ts';

/** A file and the state in which it was read, which may be a `LazyFileStat`. */
export interface FileWithState {
  readonly path: string;
  readonly state: FileState;
}

/**
 * A certificate in a file of a store. To save memory, it refers to objects that other certificates
 * share; `location` and other parts are created on access.
 */
export class StoredRow<File extends FileWithState = FileWithState> implements StoredCertificate {
  readonly certificate: Certificate;
  readonly store: string;
  readonly directoryNote: DirectoryNote;
  readonly file: File;
  readonly placed: PlacedCertificate;
  readonly key: StoredKey;

  constructor(store: string, directoryNote: DirectoryNote, file: File, placed: PlacedCertificate, key: StoredKey) {
    this.certificate = placed.certificate;
    this.store = store;
    this.directoryNote = directoryNote;
    this.file = file;
    this.placed = placed;
    this.key = key;
  }

  get services(): readonly Service[] {
    return this.directoryNote.services;
  }

  get hasOwnServices(): boolean {
    return this.directoryNote.hasServices;
  }

  get note(): StoreNote | undefined {
    return this.directoryNote.note;
  }

  get location(): CertificateLocation {
    const { block, alias } = this.placed;
    return { path: this.file.path, block, alias };
  }

  get writtenAt(): Instant | undefined {
    const { mtimeMs } = this.file.state;
    // NaN: the stat call of a `LazyFileStat` failed.
    return Number.isNaN(mtimeMs) ? undefined : Math.floor(mtimeMs);
  }
}
