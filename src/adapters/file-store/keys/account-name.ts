import { readFileSync } from 'node:fs';
import { namesById } from '../../../formats/system/account-files.ts';

/** Returns the name of an account in the local files; undefined if it has none. */
export function accountNameOf(userId: number): string | undefined {
  try {
    return namesById(readFileSync('/etc/passwd', 'utf8')).get(userId);
  } catch {
    // The file is unreadable, so the account has no known name.
    return undefined;
  }
}
