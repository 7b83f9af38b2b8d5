import type { DirectoryNote } from '../open/directory-note.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** The `publicKeySha256` of all certificates, by directory. */
type PublicKeysByDirectory = ReadonlyMap<string, ReadonlySet<string>>;

/** Facts about a directory that its certificates share. */
export interface KeyDirectory {
  /**
   * True if the whole directory was scanned, and has neither a private key nor an unreadable file
   * that may be one.
   */
  readonly hasNoKeys: boolean;
  /** The `publicKeySha256` of all certificates in the directory. */
  readonly certificatePublicKeys: ReadonlySet<string>;
  /** The note about the directory, which `FileChecker` reads on first use. */
  directoryNote: DirectoryNote | undefined;
}

/**
 * Groups the files of a store by directory, and determines which directories may have private keys.
 * Most large directories have none.
 */
export class KeyDirectories {
  readonly #files: readonly ScannedFile[];
  readonly #siblings: SiblingFiles;
  readonly #mayHaveKeys: Set<string> = new Set();
  readonly #directories: Map<string, KeyDirectory> = new Map();
  /** Computed on first use, because most stores need none. */
  #publicKeysByDirectory: PublicKeysByDirectory | undefined;

  constructor(files: readonly ScannedFile[], siblings: SiblingFiles) {
    this.#files = files;
    this.#siblings = siblings;
    for (const { directory, mayHoldKey } of files) if (mayHoldKey) this.#mayHaveKeys.add(directory);
  }

  directoryOf({ directory }: ScannedFile): KeyDirectory {
    const existing = this.#directories.get(directory);
    if (existing !== undefined) return existing;
    const certificatePublicKeys = (): ReadonlySet<string> => this.#certificatePublicKeysIn(directory);
    const created: KeyDirectory = {
      hasNoKeys: !this.#mayHaveKeys.has(directory) && this.#siblings.isFullyListed(directory),
      get certificatePublicKeys() {
        return certificatePublicKeys();
      },
      directoryNote: undefined,
    };
    this.#directories.set(directory, created);
    return created;
  }

  #certificatePublicKeysIn(directory: string): ReadonlySet<string> {
    this.#publicKeysByDirectory ??= publicKeysByDirectory(this.#files);
    return this.#publicKeysByDirectory.get(directory) ?? new Set();
  }
}

function publicKeysByDirectory(files: readonly ScannedFile[]): PublicKeysByDirectory {
  const byDirectory = new Map<string, Set<string>>();
  for (const { directory, source } of files) {
    if (source.kind !== 'content') continue;
    const publicKeys = byDirectory.get(directory) ?? new Set();
    byDirectory.set(directory, publicKeys);
    for (const { certificate } of source.content.certificates) publicKeys.add(certificate.publicKeySha256);
  }
  return byDirectory;
}
