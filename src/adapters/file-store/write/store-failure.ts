import { causeOf } from '../../../domain/failure/cause-of.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import { IssueError } from '../../../work/errors.ts';
import { accountNameOf } from '../keys/account-name.ts';

/** The maker of the failure of an operation on a store. */
export type StoreOperation = (values: { readonly path: string; readonly cause: string | Failure }) => Failure;

/**
 * Returns the error of a change that failed before its commit, so that nothing has changed.
 * @param path the path of the store
 * @param ownerId the user ID of the owner of the store; undefined: unknown
 */
export function storeFailure(operation: StoreOperation, path: string, error: unknown, ownerId?: number): IssueError {
  return new IssueError(operation({ path, cause: storeCause(error, ownerId) }), error);
}

type CodeCause = (values: { readonly code: string }) => Failure;

const CAUSE_BY_CODE: ReadonlyMap<string, CodeCause> = new Map<string, CodeCause>([
  ['EROFS', STORE_FAILURES.file_system_read_only],
  ['ENOSPC', STORE_FAILURES.disk_full],
  ['EDQUOT', STORE_FAILURES.disk_full],
  ['EXDEV', STORE_FAILURES.other_file_system],
  ['ENOENT', STORE_FAILURES.file_missing],
  ['ENOTEMPTY', () => STORE_FAILURES.already_exists],
  ['EEXIST', () => STORE_FAILURES.already_exists],
  ['ENOTDIR', () => STORE_FAILURES.already_exists],
]);

function storeCause(error: unknown, ownerId: number | undefined): string | Failure {
  const code = errorCode(error);
  if (code === undefined) return causeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return deniedCause(ownerId, code);
  return (CAUSE_BY_CODE.get(code) ?? STORE_FAILURES.system_error)({ code });
}

function deniedCause(ownerId: number | undefined, code: string): Failure {
  const account = process.geteuid?.();
  if (ownerId === undefined || ownerId === account) return STORE_FAILURES.no_write_permission({ code });
  const owner = accountNameOf(ownerId);
  if (account === 0) return STORE_FAILURES.owner_lacks_right({ code, owner: owner ?? namelessAccount(ownerId) });
  return owner === undefined
    ? STORE_FAILURES.store_of_nameless_account({ code, userId: ownerId })
    : STORE_FAILURES.store_of_other_account({ code, owner });
}

/** Returns the name of an account, or its number as a part of a failure if it has no name. */
export function accountText(userId: number): string | Failure {
  return accountNameOf(userId) ?? namelessAccount(userId);
}

const namelessAccount = (userId: number): Failure => STORE_FAILURES.nameless_account({ userId });
