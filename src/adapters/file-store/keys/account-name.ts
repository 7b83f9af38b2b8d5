import { readFileSync } from 'node:fs';
import { namesByNumber } from '../../../formats/system/account-files.ts';

/** What the host's files call an account; `user 1500` where they do not know it. */
export function accountNameOf(userId: number): string {
  try {
    return namesByNumber(readFileSync('/etc/passwd', 'utf8')).get(userId) ?? `user ${userId}`;
  } catch {
    return `user ${userId}`;
  }
}
