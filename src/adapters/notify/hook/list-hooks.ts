import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../../domain/failure/failure.ts';
import { FILE_CAUSE_FAILURES } from '../../../domain/failure/file-cause-failures.ts';
import { HOOK_FAILURES } from '../../../domain/failure/hook-failures.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';

/**
 * Backup files of editors and package managers. Running them would run an old version of a hook.
 */
const BACKUP_FILE = /^[.#]|~$|\.(bak|old|orig|rej|swp|tmp|rpm(new|save|orig)|dpkg-[a-z]+|ucf-[a-z]+)$/;
const EXECUTE_BITS = 0o111;

/** The result of `listHooks`. */
export interface HookListing {
  /** Names of the files to run, sorted by code unit: capitals before small letters. */
  readonly hooks: readonly string[];
  /**
   * Files that are not run, because they are not executable or cannot be examined. `cause` has the
   * fix or the error.
   */
  readonly skipped: readonly { readonly name: string; readonly cause: Failure | string }[];
}

function unreadableCause({ code, message }: NodeJS.ErrnoException): Failure | string {
  if (code === 'ENOENT') return HOOK_FAILURES.hook_not_found;
  return code === 'EACCES' ? FILE_CAUSE_FAILURES.file_access_denied : message;
}

/**
 * Lists the hooks of a directory: all executable files and links to them. Backup files, and
 * whatever is no file, are ignored.
 * @throws the system error if the directory cannot be read
 */
export async function listHooks(directory: string): Promise<HookListing> {
  const hooks: string[] = [];
  const skipped: { name: string; cause: Failure | string }[] = [];
  // Not localeCompare: the order must not depend on the language.
  const names = (await readdir(directory)).filter((name) => !BACKUP_FILE.test(name)).sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const path = join(directory, name);
    const stats = await stat(path).catch((error: NodeJS.ErrnoException) => error);
    if (stats instanceof Error) skipped.push({ name, cause: unreadableCause(stats) });
    else if (!stats.isFile()) continue;
    else if ((stats.mode & EXECUTE_BITS) === 0)
      skipped.push({ name, cause: HOOK_FAILURES.hook_not_executable({ command: shellWords(['chmod', '755', path]) }) });
    else hooks.push(name);
  }
  return { hooks, skipped };
}
