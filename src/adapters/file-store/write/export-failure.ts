import type { Thumbprint } from '../../../domain/certificate/certificate.ts';
import { causeOf } from '../../../domain/failure/cause-of.ts';
import { EXPORT_FAILURES } from '../../../domain/failure/export-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { STORE_FAILURES } from '../../../domain/failure/store-failures.ts';
import { errorCode } from '../../../formats/system/file-reason.ts';
import { ExportError } from '../../../work/errors.ts';

type CodeCause = (values: { readonly code: string }) => Failure;

const CAUSE_BY_CODE: ReadonlyMap<string, CodeCause> = new Map<string, CodeCause>([
  ['EEXIST', () => EXPORT_FAILURES.file_exists],
  ['ENOENT', EXPORT_FAILURES.directory_missing],
  ['ENOTDIR', EXPORT_FAILURES.directory_missing],
  ['EACCES', EXPORT_FAILURES.export_permission_denied],
  ['EPERM', EXPORT_FAILURES.export_permission_denied],
  ['EROFS', EXPORT_FAILURES.export_file_system_read_only],
  ['ENOSPC', STORE_FAILURES.disk_full],
  ['EDQUOT', STORE_FAILURES.disk_full],
]);

function causeOfExport(error: unknown): Failure | string {
  const code = errorCode(error) ?? '';
  return CAUSE_BY_CODE.get(code)?.({ code }) ?? causeOf(error);
}

/** The maker of the failure of an export to a file. */
export type FileExport = (values: { readonly path: string; readonly cause: string | Failure }) => Failure;

/** Returns the error of a failed export to a file that `--force` replaces. */
export function fileExportFailure(operation: FileExport, path: string, error: unknown): ExportError {
  const cause = errorCode(error) === 'EEXIST' ? EXPORT_FAILURES.export_file_exists : causeOfExport(error);
  return new ExportError(path, operation({ path, cause }), error);
}

/** Returns the error of a failed export of a certificate: the operation, the cause and the next step. */
export function exportFailure(thumbprint: Thumbprint, path: string, error: unknown): ExportError {
  const cause = causeOfExport(error);
  return new ExportError(path, EXPORT_FAILURES.certificate_not_exported({ thumbprint, path, cause }), error);
}
