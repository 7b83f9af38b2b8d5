import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/** Makes the state directory, mode 0750, and what is missing above it; one that exists stays as it is. */
export function createStateDirectory(path: string): void {
  if (existsSync(path)) return;
  // Not mkdir's own recursion: it never ends where the kernel answers ENOENT for a folder that is there (/proc).
  if (dirname(path) !== path) createStateDirectory(dirname(path));
  mkdirSync(path);
  // This very folder, and not what may have taken its place.
  using folder = opened(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  fchmodSync(folder.descriptor, 0o750);
}

/**
 * Makes a file where there is none. What root makes belongs to the owner of the folder: else the daemon, which is not
 * root, could never open it again. That owner can put a link where a file is to come, so none is followed, and what is given
 * away is what was made here. Throws where something stands that is no file.
 */
export function createFile(path: string, mode: number, content = ''): void {
  try {
    if (process.getuid?.() === 0) createForOwner(path, mode, content);
    else create(path, mode, content);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (!lstatSync(path).isFile()) throw new Error('something stands there that is no regular file; remove it');
  }
}

function createForOwner(path: string, mode: number, content: string): void {
  // One folder, whatever takes its name meanwhile: the file in it and whose it is.
  using folder = opened(dirname(path), O_RDONLY | O_DIRECTORY);
  create(`/proc/self/fd/${folder.descriptor}/${basename(path)}`, mode, content, fstatSync(folder.descriptor));
}

function create(path: string, mode: number, content: string, owner?: Stats): void {
  using file = opened(path, O_WRONLY | O_CREAT | O_EXCL, mode);
  // Again, for the umask took its share.
  fchmodSync(file.descriptor, mode);
  if (owner !== undefined) fchownSync(file.descriptor, owner.uid, owner.gid);
  writeFileSync(file.descriptor, content);
}

function opened(path: string, flags: number, mode?: number): Disposable & { readonly descriptor: number } {
  const descriptor = openSync(path, flags, mode);
  return { descriptor, [Symbol.dispose]: () => closeSync(descriptor) };
}
