import type { Reason } from '../../domain/problem.ts';
import { codeOf, connectionReason, describeError } from '../../formats/network/connection-reason.ts';
import { LogOutputError } from '../../work/errors.ts';

/** What means something else of a file, a pipe or a stream than of a connection. */
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/^ENXIO$/, 'connection_refused'],
  [/^(?:ENOENT|ENOTDIR)$/, 'not_found'],
  [/^(?:EACCES|EPERM|EROFS)$/, 'permission_denied'],
  [/^EISDIR$/, 'not_a_regular_file'],
  [/^ELOOP$/, 'symlink_loop'],
  [/^EINVAL$/, 'io_error'],
];

/** That a file, a pipe or a stream took nothing. @param doing as in `appending to /x`; @param error what the system said */
export function outputError(output: string, doing: string, error: unknown): LogOutputError {
  const reason = REASONS.find(([pattern]) => pattern.test(codeOf(error)))?.[1] ?? connectionReason(error);
  return failed(output, doing, reason, error);
}

/** That a server took nothing. @param address as in `tcp://loghost:514` */
export function sendingError(address: string, error: unknown): LogOutputError {
  return failed(address, `sending to ${address}`, connectionReason(error), error);
}

function failed(output: string, doing: string, reason: Reason = 'io_error', error: unknown): LogOutputError {
  const detail = describeError(error);
  return new LogOutputError(output, `${doing}: ${detail}`, { reason, detail }, error);
}
