import { readFileSync } from 'node:fs';
import { namesByNumber } from '../../../formats/system/account-files.ts';

/** Returns the name of an account in the local files, or for example `user 1500` if it has none. */
export function accountNameOf(userId: number): string {
  try {
    return namesByNumber(readFileSync('/etc/passwd', 'utf8')).get(userId) ?? `user ${userId}`;
  } catch {
    return `user ${userId}`;
  }
}
