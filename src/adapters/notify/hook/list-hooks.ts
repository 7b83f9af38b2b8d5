import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWords } from '../../../formats/event/shell-words.ts';

/** What editors and package managers leave beside a file that they changed; run, it would be a hook of last year. */
const LEFT_BEHIND = /^[.#]|~$|\.(bak|old|orig|rej|swp|tmp|rpm(new|save|orig)|dpkg-[a-z]+|ucf-[a-z]+)$/;
const ANY_MAY_EXECUTE = 0o111;

export interface HookListing {
  /** Names of files that are to be run, in order of their characters' numbers: capitals before small letters. */
  readonly hooks: readonly string[];
  /** Files that look like hooks and are not run: no one may execute them, or they are links that lead nowhere. `why` says what mends it. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

/**
 * The hooks of a folder: every executable file, links included; not what lies deeper, and nothing that an editor or a
 * package manager left behind.
 *
 * @throws the system's error where the folder cannot be read
 */
export async function listHooks(directory: string): Promise<HookListing> {
  const hooks: string[] = [];
  const skipped: { name: string; why: string }[] = [];
  // Not localeCompare: the order must be the same in every language.
  const names = (await readdir(directory)).filter((name) => !LEFT_BEHIND.test(name)).sort((a, b) => (a < b ? -1 : 1));
  for (const name of names) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) skipped.push({ name, why: 'cannot be found' });
    else if (!found.isFile()) continue;
    else if ((found.mode & ANY_MAY_EXECUTE) === 0)
      skipped.push({ name, why: `not executable: ${shellWords(['chmod', '755', path])}` });
    else hooks.push(name);
  }
  return { hooks, skipped };
}
