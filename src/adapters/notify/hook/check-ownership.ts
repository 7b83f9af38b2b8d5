import { lstat, readlink } from 'node:fs/promises';
import { dirname, parse, resolve, sep } from 'node:path';
import type { Failure } from '../../../domain/failure/failure.ts';
import { HOOK_FAILURES } from '../../../domain/failure/hook-failures.ts';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/**
 * The maximum number of symbolic links that the kernel follows.
 * @see path_resolution(7)
 */
const MAX_LINKS = 40;
/** The write bits of the group and of others. */
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/**
 * Checks whether accounts other than root and `uid` can change the file at an absolute path. It
 * checks the file, its parent directories and all symbolic links on the path. Returns the failure
 * with a command that fixes it, or undefined if the path is safe. A directory with the sticky bit, for
 * example /tmp, is safe: others can create files in it, but not replace this one. The group counts
 * as another account. An access control list also counts, because its mask is shown as the mode of
 * the group.
 * @throws the system error if the path does not exist or is not accessible
 */
export async function checkOwnership(path: string, uid: number): Promise<Failure | undefined> {
  const { root } = parse(resolve(path));
  let followedLinks = 0;
  let directory = root;
  const remainingNames = resolve(path).slice(root.length).split(sep);
  // The first name is empty, so that the root directory is checked too.
  for (let name: string | undefined = ''; name !== undefined; name = remainingNames.shift()) {
    const entry = resolve(directory, name);
    const stats = await lstat(entry);
    if (stats.uid !== 0 && stats.uid !== uid) {
      const command = shellWords(['chown', '-h', 'root', entry]);
      return HOOK_FAILURES.hook_of_other_account({ path: visible(entry), userId: stats.uid, command });
    }
    if (stats.isSymbolicLink()) {
      followedLinks += 1;
      if (followedLinks > MAX_LINKS) throw Object.assign(new Error(`ELOOP: ${path}`), { code: 'ELOOP' });
      // The names of the target are checked next, again from the root directory.
      remainingNames.unshift(
        ...resolve(dirname(entry), await readlink(entry))
          .slice(root.length)
          .split(sep),
      );
      directory = root;
      continue;
    }
    const isShared = stats.isDirectory() && (stats.mode & STICKY) !== 0;
    if ((stats.mode & WRITABLE_BY_OTHERS) !== 0 && !isShared) {
      const mode = (stats.mode & 0o7777).toString(8).padStart(4, '0');
      const command = shellWords(['chmod', 'go-w', entry]);
      return HOOK_FAILURES.hook_writable_by_others({ path: visible(entry), mode, command });
    }
    directory = entry;
  }
  return undefined;
}
