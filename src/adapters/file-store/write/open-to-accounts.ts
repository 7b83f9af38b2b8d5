import { accountNameOf } from '../keys/account-name.ts';
import { programOutput } from '../keys/program-output.ts';
import { KEY_FILE } from '../read/store-names.ts';
import type { FileOwner } from './durable-files.ts';

/** Account names that setfacl cannot misinterpret, for example as an option or several entries. */
const ACCOUNT = /^[\w.@][\w.@-]*\$?$/;

/**
 * Lets accounts other than the owner read the private key in a directory of the store, for example
 * those of mail servers. Each account receives an entry in the access control lists of the key and
 * the directory. Groups and others receive no rights, even if the directory has default entries.
 * setfacl runs with the rights of the owner. If it is missing or fails, the accounts cannot read
 * the key, and the next scan reports this. Never rejects.
 * @param directory may be a descriptor path of this process, because setfacl runs in it
 */
export async function openToAccounts(directory: string, accounts: readonly string[], owner: FileOwner): Promise<void> {
  const ownerName = accountNameOf(owner.userId);
  const otherAccounts = accounts.filter((account) => account !== ownerName && ACCOUNT.test(account));
  if (otherAccounts.length === 0) return;
  const rights = process.getuid?.() === 0 ? { uid: owner.userId, gid: owner.groupId } : {};
  const setAccessList = async (path: string, ownerRights: string, accountRights: string): Promise<void> => {
    const accountEntries = otherAccounts.map((account) => `u:${account}:${accountRights}`);
    const entries = [`u::${ownerRights}`, 'g::-', 'o::-', ...accountEntries];
    // `-b` removes all other entries.
    await programOutput('setfacl', ['-b', '-m', entries.join(','), '--', path], { ...rights, cwd: directory });
  };
  await setAccessList(KEY_FILE, 'rw', 'r');
  // The directory itself.
  await setAccessList('.', 'rwx', 'x');
}
