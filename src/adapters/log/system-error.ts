/** The code of a failed system call, such as `ENOSPC`; undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Trouble that shows only here, under the code that the system has for its kind. */
export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
