import { userInfo } from 'node:os';

/** Returns the name of the account of this process, or for example `uid 1000` if it has no name. */
export function processAccountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.geteuid?.() ?? '?'}`;
  }
}
