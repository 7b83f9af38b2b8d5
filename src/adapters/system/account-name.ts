import { userInfo } from 'node:os';

/** The account that this process runs as: its name, or `uid 1000` where nobody has given it one. */
export function processAccountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.geteuid?.() ?? '?'}`;
  }
}
