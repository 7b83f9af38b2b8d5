import type { DirectoryNote } from '../read/directory-note.ts';
import type { KnownFile } from '../read/known-file.ts';
import type { SiblingFiles } from '../read/sibling-files.ts';

/** What the certificates of one folder have in common. */
export interface KeyDirectory {
  /** Whether all of it was looked at and no private key, nor anything in the place of one, lies in it. */
  readonly hasNoKeys: boolean;
  /** Public keys (SHA-256) of all certificates in it. */
  readonly publicKeys: ReadonlySet<string>;
  beside: DirectoryNote | undefined;
}

/** The folders of a store, told apart by whether a private key may lie there: most large ones hold none. */
export class KeyDirectories {
  readonly #files: readonly KnownFile[];
  readonly #neighbours: SiblingFiles;
  readonly #withKeys: Set<string> = new Set();
  readonly #folders: Map<string, KeyDirectory> = new Map();
  #publicKeys: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(files: readonly KnownFile[], neighbours: SiblingFiles) {
    this.#files = files;
    this.#neighbours = neighbours;
    for (const { folder, mayHoldKey } of files) if (mayHoldKey) this.#withKeys.add(folder);
  }

  of({ folder }: KnownFile): KeyDirectory {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const publicKeys = (): ReadonlySet<string> => {
      this.#publicKeys ??= publicKeysByDirectory(this.#files);
      return this.#publicKeys.get(folder) ?? new Set();
    };
    const made: KeyDirectory = {
      hasNoKeys: !this.#withKeys.has(folder) && this.#neighbours.isAllSeen(folder),
      get publicKeys() {
        return publicKeys();
      },
      beside: undefined,
    };
    this.#folders.set(folder, made);
    return made;
  }
}

function publicKeysByDirectory(files: readonly KnownFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byDirectory = new Map<string, Set<string>>();
  for (const { folder, source } of files) {
    if (source.kind !== 'content') continue;
    const keys = byDirectory.get(folder) ?? new Set();
    byDirectory.set(folder, keys);
    for (const { certificate } of source.content.certificates) keys.add(certificate.publicKeySha256);
  }
  return byDirectory;
}
