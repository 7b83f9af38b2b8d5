import { CLOSED_TO_STRANGERS, type KeyAccess, type KeyBarrier } from '../../../domain/certificate/certificate.ts';
import type { FileIdentity } from '../walk/file-identity.ts';
import type { TimeSlice } from '../walk/time-slice.ts';
import { AccessLists, type AccessListTarget } from './access-lists.ts';
import type { Account, Accounts } from './accounts.ts';
import { KeyPathAccess } from './key-path-access.ts';
import { mayByList, mayByMode, type OwnerAndMode, type Right } from './may-access.ts';
import { type AncestorPath, type PathAncestor, PathAncestors } from './path-ancestors.ts';

/** A file with a private key. */
export interface KeyFile {
  readonly path: string;
  readonly identity: FileIdentity;
  /** True if the key is encrypted, or is not known to be unencrypted. */
  readonly isProtected: boolean;
}

const READ: Right = 4;
const PASS: Right = 1;
const NO_BARRIER: readonly KeyBarrier[] = [];
const EXPOSED: KeyAccess = { barriers: NO_BARRIER, isExposed: true };

/**
 * Determines who can read the private keys of a store: the accounts that open keys, and everyone.
 * It makes no system calls if only root opens keys and others cannot read them.
 */
export class KeyAccessJudge {
  readonly #accounts: Accounts;
  readonly #places: PathAncestors = new PathAncestors();
  readonly #ways: KeyPathAccess = new KeyPathAccess(this.#places);
  readonly #lists: AccessLists = new AccessLists();
  /** The barriers of all files of a directory, by its list of ancestors. */
  #ofDirectories: WeakMap<readonly PathAncestor[], readonly KeyBarrier[]> = new WeakMap();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Starts a scan. Returns whether an account, or a directory above a key, has changed. */
  async begin(): Promise<boolean> {
    const areOthers = await this.#accounts.refresh();
    const haveMoved = this.#places.haveChanged();
    if (haveMoved) this.#ways.forget();
    if (haveMoved || areOthers) this.#ofDirectories = new WeakMap();
    return areOthers || haveMoved;
  }

  /**
   * Returns whether the access to a key must be determined, for an account that opens keys or for
   * everyone.
   */
  isQuestion({ identity, isProtected }: KeyFile): boolean {
    return this.#accounts.known.length > 0 || (!isProtected && (identity.mode & READ) !== 0);
  }

  /** Returns the access to each key, in the same order. */
  async judge(keys: readonly KeyFile[], slice: TimeSlice): Promise<readonly KeyAccess[]> {
    const accounts = this.#accounts.known;
    if (accounts.length > 0) await this.#readLists(keys, accounts, slice);
    const asked = new Set<string>();
    const answers: KeyAccess[] = [];
    for (const key of keys) {
      if (slice.due()) await slice.rest();
      asked.add(key.path);
      const way = this.#ways.to(key.path, key.identity);
      const barriers = accounts.length === 0 ? NO_BARRIER : this.#barriers(key, way, accounts);
      const isOpen = !key.isProtected && (key.identity.mode & READ) !== 0;
      const isExposed = isOpen && way.end !== undefined && way.directories.every(({ mode }) => (mode & PASS) !== 0);
      if (barriers.length > 0) answers.push({ barriers, isExposed });
      else answers.push(isExposed ? EXPOSED : CLOSED_TO_STRANGERS);
    }
    this.#ways.keep(asked);
    return answers;
  }

  /** Returns the existing directories at and above a path that are closed to the accounts. */
  async closedAbove(directory: string): Promise<readonly KeyBarrier[]> {
    const accounts = this.#accounts.known;
    const { directories } = this.#places.wayTo(`${directory}/.`);
    const wanted = new Map<string, number>();
    this.#wantLists(directories, accounts, wanted);
    await this.#lists.read(wanted);
    return this.#closedDirectories(directories, accounts);
  }

  async #readLists(keys: readonly KeyFile[], accounts: readonly Account[], slice: TimeSlice): Promise<void> {
    const wanted = new Map<string, number>();
    for (const { path, identity } of keys) {
      if (slice.due()) await slice.rest();
      const { directories, end } = this.#ways.to(path, identity);
      this.#wantLists(directories, accounts, wanted);
      if (end !== undefined && accounts.some((account) => mayByMode(identity, account, READ) === 'list')) {
        wanted.set(end, identity.ctimeMs);
      }
    }
    await this.#lists.read(wanted);
  }

  #wantLists(directories: readonly PathAncestor[], accounts: readonly Account[], wanted: Map<string, number>): void {
    for (const directory of directories) {
      if (!accounts.some((account) => mayByMode(directory, account, PASS) === 'list')) continue;
      wanted.set(directory.path, directory.ctimeMs);
      this.#places.watchTime(directory);
    }
  }

  #barriers(
    { identity: { mode, uid, gid, ctimeMs } }: KeyFile,
    { directories, end }: AncestorPath,
    accounts: readonly Account[],
  ): readonly KeyBarrier[] {
    const above = this.#ofDirectories.get(directories) ?? this.#closedDirectories(directories, accounts);
    this.#ofDirectories.set(directories, above);
    if (end === undefined) return above;
    const own = accounts.flatMap((account): readonly KeyBarrier[] =>
      this.#isClosed({ mode, uid, gid, ctimeMs, path: end }, account, READ)
        ? [{ account: account.name, path: end, kind: 'file' }]
        : [],
    );
    return own.length === 0 ? above : [...above, ...own];
  }

  #closedDirectories(directories: readonly PathAncestor[], accounts: readonly Account[]): readonly KeyBarrier[] {
    const closed = directories.flatMap((directory) =>
      accounts.flatMap((account): readonly KeyBarrier[] =>
        this.#isClosed(directory, account, PASS)
          ? [{ account: account.name, path: directory.path, kind: 'directory' }]
          : [],
      ),
    );
    return closed.length === 0 ? NO_BARRIER : closed;
  }

  /** Unknown access, for example because of an unreadable list, does not count as closed. */
  #isClosed(place: OwnerAndMode & AccessListTarget, account: Account, right: Right): boolean {
    const answer = mayByMode(place, account, right);
    if (answer !== 'list') return answer === 'no';
    const list = this.#lists.of(place);
    return list !== undefined && !mayByList(place, list, account, right);
  }
}
