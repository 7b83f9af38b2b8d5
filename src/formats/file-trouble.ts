import type { Problem, Reason } from '../domain/problem.ts';

const REASON_OF: Readonly<Record<string, Reason>> = {
  ENOENT: 'not_found',
  ENOTDIR: 'not_found',
  EACCES: 'permission_denied',
  EPERM: 'permission_denied',
  ELOOP: 'symlink_loop',
  EISDIR: 'not_a_regular_file',
  // What opening a socket, or a device without its driver, answers.
  ENXIO: 'not_a_regular_file',
  ENODEV: 'not_a_regular_file',
};

/** The system's code of a failure, such as `ENOENT`; undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What the file system answered, as a problem with that place. */
export function fileTrouble(error: unknown, location: string): Problem {
  const code = errorCode(error);
  return { reason: REASON_OF[code ?? ''] ?? 'io_error', location, detail: code ?? String(error) };
}

/** Whether nothing stands there any more. */
export function isGone(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
