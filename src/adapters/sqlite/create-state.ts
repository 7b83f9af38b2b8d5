import {
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { EVENT_LOG_CAUSES } from '../../domain/failure/event-log-cause-failures.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
import { openDisposable } from './open-disposable.ts';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_WRONLY } = constants;

/**
 * Creates the state directory with mode 0750, and its missing parents. An existing directory is not
 * changed.
 */
export function createStateDirectory(path: string): void {
  if (existsSync(path)) return;
  // Not mkdir's `recursive`: it never returns if the kernel answers ENOENT for an existing
  // directory (/proc).
  if (dirname(path) !== path) createStateDirectory(dirname(path));
  mkdirSync(path);
  // Opening the directory ensures that the mode is set on it, and not on a file that replaced it.
  using directory = openDisposable(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  fchmodSync(directory.descriptor, 0o750);
}

/**
 * Creates a file if it does not exist. Root gives the file to the owner of its directory, so that
 * the daemon can open it without root. Symbolic links are never followed, and the owner is set on
 * the open file, because the owner of the directory could replace the file by a link. Throws if the
 * path exists and is not a regular file.
 */
export function createFile(path: string, mode: number, content = ''): void {
  try {
    if (process.getuid?.() === 0) createForOwner(path, mode, content);
    else create(path, mode, content);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (!lstatSync(path).isFile()) throw new FailureError(EVENT_LOG_CAUSES.event_log_not_regular);
  }
}

function createForOwner(path: string, mode: number, content: string): void {
  // The open directory is used for the path and for the owner, so both are of the same directory
  // even if another process renames it in the meantime.
  using directory = openDisposable(dirname(path), O_RDONLY | O_DIRECTORY);
  create(`/proc/self/fd/${directory.descriptor}/${basename(path)}`, mode, content, fstatSync(directory.descriptor));
}

function create(path: string, mode: number, content: string, owner?: Stats): void {
  using file = openDisposable(path, O_WRONLY | O_CREAT | O_EXCL, mode);
  // The umask may have reduced the mode at creation.
  fchmodSync(file.descriptor, mode);
  if (owner !== undefined) fchownSync(file.descriptor, owner.uid, owner.gid);
  writeFileSync(file.descriptor, content);
}
