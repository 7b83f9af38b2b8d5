import type {
  Certificate,
  CertificateLocation,
  KeyAccess,
  Service,
  StoredCertificate,
  StoredKey,
  StoreNote,
} from '../../domain/certificate/certificate.ts';
import type { Instant } from '../../domain/time.ts';
import type { FileIdentity } from './file-identity.ts';
import type { FolderNote } from './folder-note.ts';

/** A file in the state in which it was read. */
interface ReadFile {
  readonly path: string;
  readonly identity: FileIdentity;
}

/** A certificate where it lies, in one object: what its parts are is made when it is asked for. */
export class StoredRow implements StoredCertificate {
  readonly certificate: Certificate;
  readonly store: string;
  readonly beside: FolderNote;
  readonly file: ReadFile;
  readonly block: number;
  readonly alias: string | undefined;
  readonly keyKind: StoredKey['kind'];
  readonly keyPath: string | undefined;
  readonly access: KeyAccess;

  constructor(
    certificate: Certificate,
    store: string,
    beside: FolderNote,
    place: { readonly file: ReadFile } & Omit<CertificateLocation, 'path'>,
    key: StoredKey,
  ) {
    this.certificate = certificate;
    this.store = store;
    this.beside = beside;
    this.file = place.file;
    this.block = place.block;
    this.alias = place.alias;
    this.keyKind = key.kind;
    this.keyPath = key.path;
    this.access = key.access;
  }

  get services(): readonly Service[] {
    return this.beside.services;
  }

  get note(): StoreNote | undefined {
    return this.beside.note;
  }

  get location(): CertificateLocation {
    return { path: this.file.path, block: this.block, alias: this.alias };
  }

  get writtenAt(): Instant {
    return Math.floor(this.file.identity.mtimeMs);
  }

  get key(): StoredKey {
    return { kind: this.keyKind, path: this.keyPath, access: this.access };
  }
}
