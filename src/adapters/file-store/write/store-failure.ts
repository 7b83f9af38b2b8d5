import { errorCode } from '../../../formats/system/file-reason.ts';
import { IssueError } from '../../../work/errors.ts';
import { accountNameOf } from '../keys/account-name.ts';

/**
 * Returns the error of a change that failed before its commit: the action, the cause and the next
 * step.
 */
export function storeFailure(doing: string, error: unknown, ownerId?: number): IssueError {
  return new IssueError(`${doing}: ${answerOf(error, ownerId)}; nothing was changed`, error);
}

function answerOf(error: unknown, ownerId: number | undefined): string {
  const code = errorCode(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return deniedTo(ownerId, code);
    case 'EROFS':
      return `${code}: its file system is mounted read-only; mount it read-write`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `${code}: no space left on its file system; free some and try again`;
    case 'EXDEV':
      return `${code}: its directory is on another file system than the store`;
    case 'ENOENT':
      return `${code}: a file or directory no longer exists; check and try again`;
    case 'ENOTEMPTY':
    case 'EEXIST':
    case 'ENOTDIR':
      return 'it already exists';
    default:
      return code ?? (error instanceof Error ? error.message : String(error));
  }
}

function deniedTo(ownerId: number | undefined, code: string): string {
  const account = process.geteuid?.();
  if (ownerId === undefined || ownerId === account) return `${code}: no write permission`;
  const owner = accountNameOf(ownerId);
  if (account !== 0) return `${code}: the store belongs to ${owner}; run this as that account, or as root`;
  return `${code}: root changes the store as its owner ${owner}, who lacks a right in it or in a directory above; give ${owner} that right`;
}
