import { lstat, readlink } from 'node:fs/promises';
import { dirname, parse, resolve, sep } from 'node:path';
import { shellWords } from '../../../formats/event/shell-words.ts';
import { visible } from '../../../formats/terminal/visible.ts';

/** As many links as the kernel follows. @see path_resolution(7) */
const MOST_LINKS = 40;
const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;

/**
 * What lets others than root and `uid` decide what is found at an absolute path: the file itself, a folder above it, or a
 * link on the way. One line with what mends it; undefined when there is nothing of the kind. A folder like /tmp, in which
 * everyone keeps what is his, decides nothing about what lies in it. The group counts among the others, and so does an
 * access control list, whose mask is shown as the mode of the group.
 *
 * @throws the system's error where there is nothing, or nobody may look
 */
export async function checkOwnership(path: string, uid: number): Promise<string | undefined> {
  const { root } = parse(resolve(path));
  let links = 0;
  let at = root;
  const rest = resolve(path).slice(root.length).split(sep);
  for (let name: string | undefined = ''; name !== undefined; name = rest.shift()) {
    const next = resolve(at, name);
    const found = await lstat(next);
    if (found.uid !== 0 && found.uid !== uid) {
      return `${visible(next)} belongs to another account (uid ${found.uid}): ${shellWords(['chown', '-h', 'root', next])}`;
    }
    if (found.isSymbolicLink()) {
      links += 1;
      if (links > MOST_LINKS) throw Object.assign(new Error(`ELOOP: ${path}`), { code: 'ELOOP' });
      rest.unshift(
        ...resolve(dirname(next), await readlink(next))
          .slice(root.length)
          .split(sep),
      );
      at = root;
      continue;
    }
    const isShared = found.isDirectory() && (found.mode & STICKY) !== 0;
    if ((found.mode & WRITABLE_BY_OTHERS) !== 0 && !isShared) {
      const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
      return `${visible(next)} may be written to by others (mode ${mode}): ${shellWords(['chmod', 'go-w', next])}`;
    }
    at = next;
  }
  return undefined;
}
