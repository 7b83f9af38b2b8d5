import type { DirectoryNote } from '../open/directory-note.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** The `publicKeySha256` of all certificates, by directory. */
type PublicKeysByDirectory = ReadonlyMap<string, ReadonlySet<string>>;

/** The facts about a directory that determine the keys and services of its certificates. */
export interface KeyDirectory {
  /**
   * True if the whole directory was scanned, and has neither a private key nor an unreadable file
   * that may be one.
   */
  readonly hasNoKeys: boolean;
  /** The `publicKeySha256` of all certificates in the directory. */
  readonly certificatePublicKeys: ReadonlySet<string>;
  /** The content of the directory's certificate.yaml; undefined until `FileChecker` has read it. */
  directoryNote: DirectoryNote | undefined;
}

/**
 * Determines for the directories of a store whether they may have private keys. Most large
 * directories have none, so their certificates need no search for keys.
 */
export class KeyDirectories {
  readonly #files: readonly ScannedFile[];
  readonly #siblings: SiblingFiles;
  readonly #mayHaveKeys: Set<string> = new Set();
  readonly #directories: Map<string, KeyDirectory> = new Map();
  /** Computed on first use, because it is needed only for certificates with a key next to them. */
  #publicKeysByDirectory: PublicKeysByDirectory | undefined;

  constructor(files: readonly ScannedFile[], siblings: SiblingFiles) {
    this.#files = files;
    this.#siblings = siblings;
    for (const { directory, mayHoldKey } of files) if (mayHoldKey) this.#mayHaveKeys.add(directory);
  }

  /** Returns the facts about the directory of a file; the same object for all its files. */
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
