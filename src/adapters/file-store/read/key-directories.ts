import type { DirectoryNote } from '../open/directory-note.ts';
import type { ScannedFile } from '../open/scanned-file.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** The SHA-256 digests of the public keys of all certificates, by directory. */
type DigestsByDirectory = ReadonlyMap<string, ReadonlySet<string>>;

/** Facts about a directory that its certificates share. */
export interface KeyDirectory {
  /**
   * True if the whole directory was scanned and has no private key, nor an unreadable file that may
   * be one.
   */
  readonly hasNoKeys: boolean;
  /** SHA-256 of the public keys of all certificates in the directory. */
  readonly certificateKeyDigests: ReadonlySet<string>;
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
  /** Computed on first use. */
  #digests: DigestsByDirectory | undefined;

  constructor(files: readonly ScannedFile[], siblings: SiblingFiles) {
    this.#files = files;
    this.#siblings = siblings;
    for (const { directory, mayHoldKey } of files) if (mayHoldKey) this.#mayHaveKeys.add(directory);
  }

  directoryOf({ directory }: ScannedFile): KeyDirectory {
    const existing = this.#directories.get(directory);
    if (existing !== undefined) return existing;
    const digestsOf = (): ReadonlySet<string> => this.#certificateKeyDigestsIn(directory);
    const created: KeyDirectory = {
      hasNoKeys: !this.#mayHaveKeys.has(directory) && this.#siblings.isFullyListed(directory),
      get certificateKeyDigests() {
        return digestsOf();
      },
      directoryNote: undefined,
    };
    this.#directories.set(directory, created);
    return created;
  }

  #certificateKeyDigestsIn(directory: string): ReadonlySet<string> {
    this.#digests ??= digestsByDirectory(this.#files);
    return this.#digests.get(directory) ?? new Set();
  }
}

function digestsByDirectory(files: readonly ScannedFile[]): DigestsByDirectory {
  const byDirectory = new Map<string, Set<string>>();
  for (const { directory, source } of files) {
    if (source.kind !== 'content') continue;
    const digests = byDirectory.get(directory) ?? new Set();
    byDirectory.set(directory, digests);
    for (const { certificate } of source.content.certificates) digests.add(certificate.publicKeySha256);
  }
  return byDirectory;
}
