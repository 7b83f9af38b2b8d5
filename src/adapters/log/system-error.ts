/** Trouble that shows only here, under the code that the system has for its kind, such as `ETIMEDOUT`. */
export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
