/** Returns an error with a system error code, for example `ETIMEDOUT`. */
export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
