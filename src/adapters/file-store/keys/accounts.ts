import { readFileSync, statSync } from 'node:fs';
import { ROOT } from '../../../domain/connector/connector.ts';
import { findAccount, groupIdsOfMember } from '../../../formats/system/account-files.ts';
import { programOutput } from './program-output.ts';

/** An account of this host, with the properties that determine its rights. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly groups: ReadonlySet<number>;
}

/** The local account files. */
export interface AccountFiles {
  readonly passwd: string;
  readonly group: string;
}

const SYSTEM_FILES: AccountFiles = { passwd: '/etc/passwd', group: '/etc/group' };
/**
 * The maximum age of the accounts from `getent`, ms. After that they are read again, because a
 * directory service does not report changes.
 */
const MAX_GETENT_AGE_MS = 600_000;

/**
 * The accounts that open private keys of connectors, for example of a mail server, except root.
 * They are read from the local files, or with `getent` if they are not local. Names without an
 * account are left out.
 */
export class Accounts {
  readonly #configuredNames: Iterable<string>;
  #names: readonly string[] = [];
  readonly #files: AccountFiles;
  #accounts: readonly Account[] = [];
  /** The names, and the state of the local files, for which `#accounts` were read. */
  #state: string | undefined;
  /** The time of the last `getent` call; undefined if all accounts are local. */
  #getentCalledAtMs: number | undefined;

  /** @param names the names of the accounts; iterated at every refresh, because it may grow */
  constructor(names: Iterable<string>, files: AccountFiles = SYSTEM_FILES) {
    this.#configuredNames = names;
    this.#files = files;
  }

  get accounts(): readonly Account[] {
    return this.#accounts;
  }

  /** The names without an account. */
  get unknownNames(): readonly string[] {
    return this.#names.filter((name) => !this.#accounts.some((account) => account.name === name));
  }

  /** Reads the accounts again if they may have changed. Returns whether they have changed. */
  async refresh(): Promise<boolean> {
    this.#names = [...new Set(this.#configuredNames)].filter((name) => name !== ROOT);
    if (this.#names.length === 0 && this.#accounts.length === 0) return false;
    const files = `${fileStatText(this.#files.passwd)} ${fileStatText(this.#files.group)}`;
    const state = [files, ...this.#names].join('\n');
    const isExpired =
      this.#getentCalledAtMs !== undefined && performance.now() - this.#getentCalledAtMs > MAX_GETENT_AGE_MS;
    if (state === this.#state && !isExpired) return false;
    this.#state = state;
    const previous = accountsText(this.#accounts);
    const [passwd, group] = [readOrEmpty(this.#files.passwd), readOrEmpty(this.#files.group)];
    const accounts: Account[] = [];
    this.#getentCalledAtMs = undefined;
    for (const name of this.#names) {
      const local = findAccount(passwd, name);
      const account =
        local === undefined
          ? await this.#readWithGetent(name)
          : { name, uid: local.uid, groups: new Set([local.gid, ...groupIdsOfMember(group, name)]) };
      if (account !== undefined) accounts.push(account);
    }
    this.#accounts = accounts;
    return accountsText(accounts) !== previous;
  }

  /** Returns undefined if the account does not exist or `getent` is missing. */
  async #readWithGetent(name: string): Promise<Account | undefined> {
    this.#getentCalledAtMs = performance.now();
    const entry = findAccount((await programOutput('getent', ['passwd', '--', name])) ?? '', name);
    if (entry === undefined) return undefined;
    // `initgroups` prints the name, and then the IDs of the groups.
    const [, ...groups] = ((await programOutput('getent', ['initgroups', '--', name])) ?? '').trim().split(/\s+/);
    return { name, uid: entry.uid, groups: new Set([entry.gid, ...groups.map(Number)]) };
  }
}

function accountsText(accounts: readonly Account[]): string {
  return accounts
    .map(({ name, uid, groups }) => [name, uid, ...[...groups].sort((a, b) => a - b)].join(' '))
    .join('\n');
}

function fileStatText(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(':');
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
