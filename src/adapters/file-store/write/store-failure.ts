import { messageOf } from '../../../domain/message-of.ts';
import { fill, type Sentence } from '../../../domain/sentence.ts';
import { NOTHING_CHANGED, STORE_CAUSES } from '../../../domain/store-change/store-sentences.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import { IssueError } from '../../../work/errors.ts';
import { accountNameOf } from '../keys/account-name.ts';

/**
 * Returns the error of a change that failed before its commit, so that nothing has changed. The
 * message has the operation, the cause and the next step.
 * @param operation for example `cannot write certificate ABC into the store /x`
 * @param ownerId the user ID of the owner of the store; undefined: unknown
 */
export function storeFailure(operation: string, error: unknown, ownerId?: number): IssueError {
  return new IssueError(`${operation}: ${causeText(error, ownerId)}${NOTHING_CHANGED.en}`, error);
}

const CAUSE_BY_CODE: Readonly<Record<string, Sentence>> = {
  EROFS: STORE_CAUSES.readOnly,
  ENOSPC: STORE_CAUSES.diskFull,
  EDQUOT: STORE_CAUSES.diskFull,
  EXDEV: STORE_CAUSES.otherFileSystem,
  ENOENT: STORE_CAUSES.missing,
  ENOTEMPTY: STORE_CAUSES.alreadyExists,
  EEXIST: STORE_CAUSES.alreadyExists,
  ENOTDIR: STORE_CAUSES.alreadyExists,
};

function causeText(error: unknown, ownerId: number | undefined): string {
  const code = errorCode(error);
  if (code === undefined) return messageOf(error);
  if (code === 'EACCES' || code === 'EPERM') return deniedText(ownerId, code);
  return fill(CAUSE_BY_CODE[code]?.en ?? code, { code });
}

function deniedText(ownerId: number | undefined, code: string): string {
  const account = process.geteuid?.();
  if (ownerId === undefined || ownerId === account) return fill(STORE_CAUSES.noWritePermission.en, { code });
  const owner = accountNameOf(ownerId);
  const { ofOtherAccount, ownerLacksRight } = STORE_CAUSES;
  return fill((account === 0 ? ownerLacksRight : ofOtherAccount).en, { code, owner });
}
