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
 * The time after which a failed call of `getent` is repeated, ms. It is not repeated in every scan,
 * because a directory service that does not respond delays the scan.
 */
const GETENT_RETRY_MS = 60_000;

/**
 * The accounts (for example `postfix`) whose servers load private keys. Root is left out, because
 * it may read every file. Accounts are read from the local files, or with `getent` if they are not
 * local. If `getent` fails, the previous account of the name is kept. Names without a known account
 * are left out.
 */
export class Accounts {
  readonly #nameSource: Iterable<string>;
  /** The names at the last refresh. */
  #names: readonly string[] = [];
  readonly #files: AccountFiles;
  #accounts: readonly Account[] = [];
  /** The names, and the state of the local files, for which `#accounts` were read. */
  #readFor: string | undefined;
  /** The names for which the last `getent` call failed. */
  #failedNames: ReadonlySet<string> = new Set();
  /** The time of the last `getent` call; undefined if all accounts are local. */
  #getentCalledAtMs: number | undefined;

  /** @param names the names of the accounts; iterated at every refresh, because it may grow */
  constructor(names: Iterable<string>, files: AccountFiles = SYSTEM_FILES) {
    this.#nameSource = names;
    this.#files = files;
  }

  get accounts(): readonly Account[] {
    return this.#accounts;
  }

  /** The names that could not be looked up, neither now nor before: `getent` failed. */
  get unknownNames(): readonly string[] {
    return [...this.#failedNames].filter((name) => !this.#accounts.some((account) => account.name === name));
  }

  /** The names without an account. Names for which `getent` failed are left out. */
  get namesWithoutAccount(): readonly string[] {
    return this.#names.filter(
      (name) => !this.#failedNames.has(name) && !this.#accounts.some((account) => account.name === name),
    );
  }

  /** Reads the accounts again if they may have changed. Returns whether they have changed. */
  async refresh(): Promise<boolean> {
    this.#names = [...new Set(this.#nameSource)].filter((name) => name !== ROOT);
    if (this.#names.length === 0 && this.#accounts.length === 0) return false;
    const files = `${fileStatText(this.#files.passwd)} ${fileStatText(this.#files.group)}`;
    const readFor = [files, ...this.#names].join('\n');
    const maxAgeMs = this.#failedNames.size > 0 ? GETENT_RETRY_MS : MAX_GETENT_AGE_MS;
    const isExpired = this.#getentCalledAtMs !== undefined && performance.now() - this.#getentCalledAtMs > maxAgeMs;
    if (readFor === this.#readFor && !isExpired) return false;
    this.#readFor = readFor;
    const previous = this.#accounts;
    const [passwd, group] = [readOrEmpty(this.#files.passwd), readOrEmpty(this.#files.group)];
    const accounts: Account[] = [];
    const failedNames = new Set<string>();
    this.#getentCalledAtMs = undefined;
    for (const name of this.#names) {
      const local = findAccount(passwd, name);
      if (local !== undefined) {
        accounts.push({ name, uid: local.uid, groups: new Set([local.gid, ...groupIdsOfMember(group, name)]) });
        continue;
      }
      this.#getentCalledAtMs = performance.now();
      const answer = await readWithGetent(name);
      if (answer === 'failed') failedNames.add(name);
      const account = answer === 'failed' ? previous.find((each) => each.name === name) : answer;
      if (account !== undefined) accounts.push(account);
    }
    this.#accounts = accounts;
    this.#failedNames = failedNames;
    return accountsText(accounts) !== accountsText(previous);
  }
}

/**
 * Returns the account that `getent` prints:
 * - undefined: the account does not exist, or `getent` is not installed.
 * - `failed`: `getent` took too long, or did not print the groups of the account.
 */
async function readWithGetent(name: string): Promise<Account | 'failed' | undefined> {
  const passwd = await programOutput('getent', ['passwd', '--', name], {}, '');
  if (passwd === undefined) return 'failed';
  const entry = findAccount(passwd, name);
  if (entry === undefined) return undefined;
  // `initgroups` prints the name, and then the IDs of the groups.
  const initgroups = await programOutput('getent', ['initgroups', '--', name]);
  const [printedName, ...groups] = (initgroups ?? '').trim().split(/\s+/);
  if (printedName !== name) return 'failed';
  return { name, uid: entry.uid, groups: new Set([entry.gid, ...groups.map(Number)]) };
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
