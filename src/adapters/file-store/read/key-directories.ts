import type { DirectoryNote } from '../open/directory-note.ts';
import type { KnownFile } from '../open/known-file.ts';
import type { SiblingFiles } from './sibling-files.ts';

/** Facts about a directory that its certificates share. */
export interface KeyDirectory {
  /**
   * True if the whole directory was scanned and has no private key, nor an unreadable file that may
   * be one.
   */
  readonly hasNoKeys: boolean;
  /** SHA-256 of the public keys of all certificates in the directory. */
  readonly publicKeys: ReadonlySet<string>;
  directoryNote: DirectoryNote | undefined;
}

/**
 * Groups the files of a store by directory, and determines which directories may have private keys.
 * Most large directories have none.
 */
export class KeyDirectories {
  readonly #files: readonly KnownFile[];
  readonly #neighbours: SiblingFiles;
  readonly #withKeys: Set<string> = new Set();
  readonly #directories: Map<string, KeyDirectory> = new Map();
  #publicKeys: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(files: readonly KnownFile[], neighbours: SiblingFiles) {
    this.#files = files;
    this.#neighbours = neighbours;
    for (const { directory, mayHoldKey } of files) if (mayHoldKey) this.#withKeys.add(directory);
  }

  of({ directory }: KnownFile): KeyDirectory {
    const known = this.#directories.get(directory);
    if (known !== undefined) return known;
    const publicKeys = (): ReadonlySet<string> => {
      this.#publicKeys ??= publicKeysByDirectory(this.#files);
      return this.#publicKeys.get(directory) ?? new Set();
    };
    const made: KeyDirectory = {
      hasNoKeys: !this.#withKeys.has(directory) && this.#neighbours.isAllSeen(directory),
      get publicKeys() {
        return publicKeys();
      },
      directoryNote: undefined,
    };
    this.#directories.set(directory, made);
    return made;
  }
}

function publicKeysByDirectory(files: readonly KnownFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byDirectory = new Map<string, Set<string>>();
  for (const { directory, source } of files) {
    if (source.kind !== 'content') continue;
    const keys = byDirectory.get(directory) ?? new Set();
    byDirectory.set(directory, keys);
    for (const { certificate } of source.content.certificates) keys.add(certificate.publicKeySha256);
  }
  return byDirectory;
}
