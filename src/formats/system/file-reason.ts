import { messageOf } from '../../domain/failure/message-of.ts';
import type { Problem, Reason } from '../../domain/failure/problem.ts';
import { problemOfWords } from '../../domain/failure/problem-of-failure.ts';

const REASON_BY_CODE: Readonly<Record<string, Reason>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  EACCES: 'permission_denied',
  EPERM: 'permission_denied',
  ELOOP: 'symlink_loop',
  EISDIR: 'not_a_regular_file',
  // The error for opening a socket, or a device without its driver.
  ENXIO: 'not_a_regular_file',
  ENODEV: 'not_a_regular_file',
};

/** The number of EDQUOT (disk quota exceeded) on Linux, for which libuv has no name. */
const EDQUOT = -122;
/** The code and the start of the message of an error that libuv has no name for. */
const UNKNOWN_CODE = 'UNKNOWN';
const UNKNOWN_MESSAGE_PREFIX = /^UNKNOWN: unknown error/;

/** Returns the code of a system error, such as `ENOENT`; undefined: it has none. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined;
  return error.code === UNKNOWN_CODE && 'errno' in error && error.errno === EDQUOT ? 'EDQUOT' : error.code;
}

/** Returns the message of an error, with the name that libuv does not have. */
export function errorMessage(error: unknown): string {
  const message = messageOf(error);
  return errorCode(error) === 'EDQUOT'
    ? message.replace(UNKNOWN_MESSAGE_PREFIX, 'EDQUOT: disk quota exceeded')
    : message;
}

/** Returns an error of the file system as a problem with a location. */
export function fileReason(error: unknown, location: string): Problem {
  const code = errorCode(error);
  return problemOfWords(REASON_BY_CODE[code ?? ''] ?? 'io_error', location, code ?? messageOf(error));
}

/** Returns true for the error of a path that does not exist. */
export function isGone(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
