import { accountNameOf } from '../keys/account-name.ts';
import { programOutput } from '../keys/program-output.ts';
import { KEY_FILE } from '../read/store-names.ts';
import type { FileOwner } from './durable-files.ts';

/** Valid account names that setfacl cannot interpret in another way. */
const ACCOUNT = /^[\w.@][\w.@-]*\$?$/;

/**
 * Lets accounts other than the owner read the key in a directory of the store. Each account
 * receives an entry. Groups and others receive no rights, regardless of default entries. The change
 * is made with the rights of the owner of the store. If setfacl is missing or fails, the key stays
 * closed, and the next scan reports it. Never rejects.
 * @param directory may be a descriptor path of this process, because setfacl runs in it
 */
export async function openToAccounts(directory: string, accounts: readonly string[], owner: FileOwner): Promise<void> {
  const ownerName = accountNameOf(owner.userId);
  const otherAccounts = accounts.filter((account) => account !== ownerName && ACCOUNT.test(account));
  if (otherAccounts.length === 0) return;
  const rights = process.getuid?.() === 0 ? { uid: owner.userId, gid: owner.groupId } : {};
  for (const [path, right] of [
    [KEY_FILE, 'r'],
    ['.', 'x'],
  ] as const) {
    const entries = [
      `u::${right === 'r' ? 'rw' : 'rwx'}`,
      'g::-',
      'o::-',
      ...otherAccounts.map((account) => `u:${account}:${right}`),
    ];
    await programOutput('setfacl', ['-b', '-m', entries.join(','), '--', path], { ...rights, cwd: directory });
  }
}
