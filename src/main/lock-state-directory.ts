import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { accountText } from '../adapters/file-store/write/store-failure.ts';
import { primaryCode } from '../adapters/sqlite/ledger-failure.ts';
import { holdStateDirectory } from '../adapters/sqlite/lock/hold-state-directory.ts';
import { LOCK_FILE } from '../adapters/sqlite/lock/state-holder.ts';
import { processAccountName } from '../adapters/system/account-name.ts';
import { STATE_DIRECTORY_FAILURES } from '../domain/failure/state-directory-failures.ts';
import { errorCode } from '../formats/system/file-reason.ts';
import { LedgerError } from '../work/errors.ts';

/** The codes of the system and of SQLite that an account without rights gets. */
const DENIED: ReadonlySet<string | undefined> = new Set([
  'EACCES',
  'EPERM',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_PERM',
]);

/**
 * Locks the state directory, as `holdStateDirectory` does. If it belongs to another account than
 * that of this process, which has no rights, the error names both.
 * @throws {AlreadyRunningError}
 * @throws {LedgerError}
 */
export function lockStateDirectory(stateDirectory: string): Disposable {
  try {
    return holdStateDirectory(stateDirectory);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const { cause } = error;
    if (!DENIED.has(primaryCode(cause) ?? errorCode(cause))) throw error;
    const found = foreignPath(stateDirectory);
    if (found === undefined) throw error;
    const values = { stateDirectory, owner: accountText(found.userId), account: processAccountName() };
    const isMissing = found.path.length < stateDirectory.length;
    const failure = isMissing
      ? STATE_DIRECTORY_FAILURES.state_directory_not_created({ ...values, parent: found.path })
      : STATE_DIRECTORY_FAILURES.state_directory_of_other_account(values);
    throw new LedgerError(error.path, failure, error);
  }
}

/**
 * Returns the lock file, the state directory or, if it does not exist, its nearest parent, if it
 * belongs to another account; otherwise undefined.
 */
function foreignPath(stateDirectory: string): { readonly path: string; readonly userId: number } | undefined {
  for (let path = join(stateDirectory, LOCK_FILE); ; path = dirname(path)) {
    const userId = ownerOf(path);
    const isForeign = userId !== undefined && userId !== process.geteuid?.();
    if (isForeign) return { path, userId };
    const isOwnDirectory = userId !== undefined && path.length <= stateDirectory.length;
    if (isOwnDirectory || path === dirname(path)) return undefined;
  }
}

/** Returns the user ID of the owner of a path; undefined: it does not exist, or cannot be seen. */
function ownerOf(path: string): number | undefined {
  try {
    return statSync(path).uid;
  } catch {
    return undefined;
  }
}
