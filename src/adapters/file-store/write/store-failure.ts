import { inEnglish } from '../../../domain/sentence.ts';
import { STORE_CHANGE_CAUSES } from '../../../domain/store-change/store-change-sentences.ts';
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
      return inEnglish(STORE_CHANGE_CAUSES.readOnly, { code });
    case 'ENOSPC':
    case 'EDQUOT':
      return inEnglish(STORE_CHANGE_CAUSES.diskFull, { code });
    case 'EXDEV':
      return inEnglish(STORE_CHANGE_CAUSES.otherFileSystem, { code });
    case 'ENOENT':
      return inEnglish(STORE_CHANGE_CAUSES.missing, { code });
    case 'ENOTEMPTY':
    case 'EEXIST':
    case 'ENOTDIR':
      return STORE_CHANGE_CAUSES.alreadyExists.en;
    default:
      return code ?? (error instanceof Error ? error.message : String(error));
  }
}

function deniedTo(ownerId: number | undefined, code: string): string {
  const account = process.geteuid?.();
  if (ownerId === undefined || ownerId === account) return inEnglish(STORE_CHANGE_CAUSES.noWritePermission, { code });
  const owner = accountNameOf(ownerId);
  const { ofOtherAccount, ownerLacksRight } = STORE_CHANGE_CAUSES;
  return inEnglish(account === 0 ? ownerLacksRight : ofOtherAccount, { code, owner });
}
