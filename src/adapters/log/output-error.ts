import type { Reason } from '../../domain/problem.ts';
import { connectionReason, describeError, errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';
import { LogOutputError } from '../../work/errors.ts';

/**
 * Reasons of error codes that mean something else for a file, pipe or stream than for a connection.
 */
const FILE_REASONS: readonly (readonly [RegExp, Reason])[] = [
  // A pipe without a reader.
  [/^ENXIO$/, 'connection_refused'],
  [/^(?:ENOENT|ENOTDIR)$/, 'not_found'],
  [/^(?:EACCES|EPERM|EROFS)$/, 'permission_denied'],
  [/^EISDIR$/, 'not_a_regular_file'],
  [/^ELOOP$/, 'symlink_loop'],
  [/^EINVAL$/, 'io_error'],
];

/**
 * Returns the error for a file, pipe or stream that failed.
 * @param action the beginning of the message, for example `appending to /x`
 * @param error the system error
 */
export function outputError(output: string, action: string, error: unknown): LogOutputError {
  const reason =
    FILE_REASONS.find(([pattern]) => pattern.test(errorCodeOrEmpty(error)))?.[1] ?? connectionReason(error);
  return logOutputError(output, action, reason, error);
}

/**
 * Returns the error for a server that failed.
 * @param address for example `tcp://loghost:514`
 */
export function sendingError(address: string, error: unknown): LogOutputError {
  return logOutputError(address, `sending to ${address}`, connectionReason(error), error);
}

function logOutputError(output: string, action: string, reason: Reason = 'io_error', error: unknown): LogOutputError {
  const detail = describeError(error);
  return new LogOutputError(output, `${action}: ${detail}`, { reason, detail }, error);
}
