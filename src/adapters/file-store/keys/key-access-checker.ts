import { type AccessDenial, CORRECT_KEY_ACCESS, type KeyAccess } from '../../../domain/certificate/certificate.ts';
import type { FileState } from '../walk/file-state.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import { AccessLists, type AccessListTarget } from './access-lists.ts';
import type { Account, Accounts } from './accounts.ts';
import { AncestorCache, type AncestorDirectory, type ResolvedPath } from './ancestor-cache.ts';
import { mayByList, mayByMode, type OwnerAndMode, type Right } from './may-access.ts';
import { ResolvedKeyPaths } from './resolved-key-paths.ts';

/** A file with a private key. */
export interface KeyFile {
  readonly path: string;
  readonly state: FileState;
  /** True if the key is encrypted, or is not known to be unencrypted. */
  readonly isProtected: boolean;
}

// As part of a whole mode, these are the rights of others, that is of everyone.
const READ_RIGHT: Right = 4;
const TRAVERSE_RIGHT: Right = 1;
const NO_DENIALS: readonly AccessDenial[] = [];
const EXPOSED: KeyAccess = { denials: NO_DENIALS, isExposed: true };

/**
 * Determines the access to the private keys of a store: whether the accounts of servers can read
 * them (otherwise there are denials), and whether everyone can read them (then they are exposed).
 * Makes no system calls if only root opens keys and others have no read right.
 */
export class KeyAccessChecker {
  readonly #accounts: Accounts;
  readonly #ancestors: AncestorCache = new AncestorCache();
  readonly #resolvedPaths: ResolvedKeyPaths = new ResolvedKeyPaths(this.#ancestors);
  readonly #accessLists: AccessLists = new AccessLists();
  /** The denials at the directories above a key, by the list of these directories. */
  #denialsOfDirectories: WeakMap<readonly AncestorDirectory[], readonly AccessDenial[]> = new WeakMap();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Starts a scan. Returns whether an account, or a directory above a key, has changed. */
  async begin(): Promise<boolean> {
    const haveAccountsChanged = await this.#accounts.refresh();
    const haveDirectoriesChanged = this.#ancestors.clearIfChanged();
    if (haveDirectoriesChanged) this.#resolvedPaths.clear();
    if (haveDirectoriesChanged || haveAccountsChanged) this.#denialsOfDirectories = new WeakMap();
    return haveAccountsChanged || haveDirectoriesChanged;
  }

  /** The accounts whose access to keys is unknown, because they could not be looked up. */
  get unknownAccounts(): readonly string[] {
    return this.#accounts.unknownNames;
  }

  /**
   * Returns whether the access to a key must be determined, for an account that opens keys or for
   * everyone.
   */
  mustBeChecked({ state, isProtected }: KeyFile): boolean {
    return this.#accounts.accounts.length > 0 || (!isProtected && (state.mode & READ_RIGHT) !== 0);
  }

  /** Returns the access to each key, in the same order. */
  async check(keys: readonly KeyFile[], slice: TimeSlice): Promise<readonly KeyAccess[]> {
    const accounts = this.#accounts.accounts;
    if (accounts.length > 0) await this.#readLists(keys, accounts, slice);
    const checkedPaths = new Set<string>();
    const accesses: KeyAccess[] = [];
    for (const key of keys) {
      if (slice.hasElapsed()) await slice.pause();
      checkedPaths.add(key.path);
      const resolved = this.#resolvedPaths.resolve(key.path, key.state);
      const denials = accounts.length === 0 ? NO_DENIALS : this.#denialsOf(key, resolved, accounts);
      const isReadableForAll = !key.isProtected && (key.state.mode & READ_RIGHT) !== 0;
      const isExposed =
        isReadableForAll &&
        resolved.resolvedPath !== undefined &&
        resolved.directories.every(({ mode }) => (mode & TRAVERSE_RIGHT) !== 0);
      if (denials.length > 0) accesses.push({ denials, isExposed });
      else accesses.push(isExposed ? EXPOSED : CORRECT_KEY_ACCESS);
    }
    this.#resolvedPaths.removeUnused(checkedPaths);
    return accesses;
  }

  /** Returns the existing directories, at and above a path, that any account cannot traverse. */
  async closedDirectoriesOf(directory: string): Promise<readonly AccessDenial[]> {
    const accounts = this.#accounts.accounts;
    // With `/.`, the last name of the path is not the directory, so that the directory is included.
    const { directories } = this.#ancestors.resolve(`${directory}/.`);
    const listTimes = new Map<string, number>();
    this.#collectLists(directories, accounts, listTimes);
    await this.#accessLists.read(listTimes);
    return this.#closedDirectories(directories, accounts);
  }

  /** Reads the access control lists on which the access to the keys depends. */
  async #readLists(keys: readonly KeyFile[], accounts: readonly Account[], slice: TimeSlice): Promise<void> {
    const listTimes = new Map<string, number>();
    for (const { path, state } of keys) {
      if (slice.hasElapsed()) await slice.pause();
      const { directories, resolvedPath } = this.#resolvedPaths.resolve(path, state);
      this.#collectLists(directories, accounts, listTimes);
      if (resolvedPath !== undefined && accounts.some((account) => mayByMode(state, account, READ_RIGHT) === 'list')) {
        listTimes.set(resolvedPath, state.ctimeMs);
      }
    }
    await this.#accessLists.read(listTimes);
  }

  /** Adds the directories whose list decides to `listTimes` (output), with their ctimes. */
  #collectLists(
    directories: readonly AncestorDirectory[],
    accounts: readonly Account[],
    listTimes: Map<string, number>,
  ): void {
    for (const directory of directories) {
      if (!accounts.some((account) => mayByMode(directory, account, TRAVERSE_RIGHT) === 'list')) continue;
      listTimes.set(directory.path, directory.ctimeMs);
      this.#ancestors.compareCtime(directory);
    }
  }

  #denialsOf(
    { state: { mode, uid, gid, ctimeMs } }: KeyFile,
    { directories, resolvedPath }: ResolvedPath,
    accounts: readonly Account[],
  ): readonly AccessDenial[] {
    const directoryDenials =
      this.#denialsOfDirectories.get(directories) ?? this.#closedDirectories(directories, accounts);
    this.#denialsOfDirectories.set(directories, directoryDenials);
    if (resolvedPath === undefined) return directoryDenials;
    const fileDenials = accounts.flatMap((account): readonly AccessDenial[] =>
      this.#isClosed({ mode, uid, gid, ctimeMs, path: resolvedPath }, account, READ_RIGHT)
        ? [{ account: account.name, path: resolvedPath, kind: 'file' }]
        : [],
    );
    return fileDenials.length === 0 ? directoryDenials : [...directoryDenials, ...fileDenials];
  }

  #closedDirectories(directories: readonly AncestorDirectory[], accounts: readonly Account[]): readonly AccessDenial[] {
    const denials = directories.flatMap((directory) =>
      accounts.flatMap((account): readonly AccessDenial[] =>
        this.#isClosed(directory, account, TRAVERSE_RIGHT)
          ? [{ account: account.name, path: directory.path, kind: 'directory' }]
          : [],
      ),
    );
    return denials.length === 0 ? NO_DENIALS : denials;
  }

  /**
   * Returns whether an account lacks a right. Returns false if this is unknown, for example because
   * the access control list is unreadable.
   */
  #isClosed(target: OwnerAndMode & AccessListTarget, account: Account, right: Right): boolean {
    const verdict = mayByMode(target, account, right);
    if (verdict !== 'list') return verdict === 'no';
    const list = this.#accessLists.get(target);
    return list !== undefined && !mayByList(target, list, account, right);
  }
}
