import { closeSync, constants, fstatSync, lstatSync, openSync, readlinkSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { FailureError } from '../../../domain/failure/failure-error.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import type { FileOwner } from './durable-files.ts';
import { accountText } from './store-failure.ts';

/**
 * Opens a directory only as a base for paths, without the right to read it. Missing in node:fs; the
 * same value on all platforms that Node supports.
 * @see open(2)
 */
const O_PATH = 0o10000000;
/**
 * The maximum number of links that the kernel follows.
 * @see path_resolution(7)
 */
const MAX_LINKS = 40;

const { O_DIRECTORY, O_NOFOLLOW } = constants;

/** An open directory, which stays the same even if another file takes its name. */
export interface OwnedDirectory extends Disposable {
  /**
   * A path to the directory for this process, through its descriptor; valid while it is open.
   * @see https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
   */
  readonly descriptorPath: string;
  /** Its owner when it was opened. */
  readonly owner: FileOwner;
}

/**
 * Thrown if a symbolic link would lead root to a directory that does not belong to the account that
 * can change the link.
 */
export class ForeignLinkError extends FailureError {}

/**
 * Opens a directory for a change. Root resolves the path step by step. A link that another account
 * can change may lead root only to a directory of that account; otherwise the account could choose
 * where root writes.
 * @param path absolute
 * @throws {ForeignLinkError}, or the system error
 */
export function openOwnedDirectory(path: string): OwnedDirectory {
  const descriptor = process.geteuid?.() === 0 ? openStepByStep(path) : openSync(path, O_PATH | O_DIRECTORY);
  const { uid, gid } = fstatSync(descriptor);
  return {
    descriptorPath: pathOfDescriptor(descriptor),
    owner: { userId: uid, groupId: gid },
    [Symbol.dispose]: () => closeSync(descriptor),
  };
}

const pathOfDescriptor = (descriptor: number): string => `/proc/self/fd/${descriptor}`;

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((name) => name !== '');

/**
 * Opens a directory without letting the kernel follow links, and returns the descriptor. Collects
 * the accounts that can change one of the links; the directory must belong to them.
 */
function openStepByStep(path: string): number {
  const segments = [...segmentsOf(path)];
  const linkAccounts = new Set<number>();
  let links = 0;
  let current = openSync('/', O_PATH | O_DIRECTORY);
  const moveTo = (next: number): void => {
    closeSync(current);
    current = next;
  };
  try {
    for (let segment = segments.shift(); segment !== undefined; segment = segments.shift()) {
      const next = openUnlessLink(`${pathOfDescriptor(current)}/${segment}`);
      if (next !== undefined) {
        moveTo(next);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) throw Object.assign(new Error('ELOOP'), { code: 'ELOOP' });
      const link = `${pathOfDescriptor(current)}/${segment}`;
      // The owner of the directory can replace the link; in a directory of root, its own owner
      // counts.
      const account = fstatSync(current).uid || lstatSync(link).uid;
      if (account !== 0) linkAccounts.add(account);
      const target = readlinkSync(link);
      segments.unshift(...segmentsOf(target));
      if (isAbsolute(target)) moveTo(openSync('/', O_PATH | O_DIRECTORY));
    }
    assertOwnedBy(linkAccounts, fstatSync(current).uid, path);
    return current;
  } catch (error) {
    closeSync(current);
    throw error;
  }
}

/** Opens a directory, or returns undefined if it is a link. */
function openUnlessLink(path: string): number | undefined {
  try {
    return openSync(path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    const code = errorCode(error);
    if ((code === 'ENOTDIR' || code === 'ELOOP') && lstatSync(path).isSymbolicLink()) return undefined;
    throw error;
  }
}

/** Throws if any of the accounts is not the owner of the directory. */
function assertOwnedBy(accounts: ReadonlySet<number>, owner: number, path: string): void {
  for (const account of accounts) {
    if (account === owner) continue;
    const names = { account: accountText(account), owner: accountText(owner) };
    throw new ForeignLinkError(STORE_FAILURES.link_of_other_account({ path, ...names }));
  }
}
