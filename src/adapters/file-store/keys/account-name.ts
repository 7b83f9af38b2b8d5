import { readFileSync } from 'node:fs';
import { fill, NAMELESS_ACCOUNT } from '../../../domain/sentence.ts';
import { namesById } from '../../../formats/system/account-files.ts';

/** Returns the name of an account in the local files, or for example `user 1500` if it has none. */
export function accountNameOf(userId: number): string {
  try {
    const name = namesById(readFileSync('/etc/passwd', 'utf8')).get(userId);
    if (name !== undefined) return name;
  } catch {
    // The file is unreadable, so the account has no known name.
  }
  return fill(NAMELESS_ACCOUNT.en, { userId });
}
