import type { Failure } from '../../domain/failure/failure.ts';
import { failureOfCause } from '../../domain/failure/failure-of-error.ts';
import { OUTPUT_FAILURES } from '../../domain/failure/output-failures.ts';
import type { Reason } from '../../domain/failure/problem.ts';
import { connectionCause, connectionReason, errorCodeOrEmpty } from '../../formats/network/connection-reason.ts';
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

/** The maker of the failure of a log output. */
type OutputOperation = (values: { readonly cause: Failure | string }) => Failure;

/**
 * Returns the error for a file, pipe or stream that failed.
 * @param operation makes the failure
 * @param error the system error
 */
export function outputError(output: string, operation: OutputOperation, error: unknown): LogOutputError {
  const reason =
    FILE_REASONS.find(([pattern]) => pattern.test(errorCodeOrEmpty(error)))?.[1] ?? connectionReason(error);
  return logOutputError(output, operation, reason, error);
}

/**
 * Returns the error for a server that failed.
 * @param address for example `tcp://loghost:514`
 */
export function sendingError(address: string, error: unknown): LogOutputError {
  const operation: OutputOperation = (values) => OUTPUT_FAILURES.records_not_sent({ address, ...values });
  return logOutputError(address, operation, connectionReason(error), error);
}

function logOutputError(
  output: string,
  operation: OutputOperation,
  reason: Reason = 'io_error',
  error: unknown,
): LogOutputError {
  const cause = connectionCause(error);
  return new LogOutputError(output, operation({ cause }), { reason, failure: failureOfCause(cause) }, error);
}
