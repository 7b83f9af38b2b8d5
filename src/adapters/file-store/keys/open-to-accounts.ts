import { KEY_FILE } from '../read/store-names.ts';
import type { FileOwner } from '../write/durable-files.ts';
import { accountNameOf } from './account-name.ts';
import { programOutput } from './run-program.ts';

/** What setfacl can be given as the name of an account, and as nothing else. */
const ACCOUNT = /^[\w.@][\w.@-]*\$?$/;

/**
 * Lets accounts read the key in a folder of the store, besides its owner: an entry for each, and nothing for any group or for
 * others, even where the store's default entries say so. Done with the rights of the store's owner alone, who may. Where
 * setfacl is not installed, or fails, the key stays closed, which the next look shows. Never rejects.
 * @param folder may lead through a descriptor of this process: setfacl is started in it
 */
export async function openToAccounts(folder: string, accounts: readonly string[], owner: FileOwner): Promise<void> {
  const self = accountNameOf(owner.userId);
  const others = accounts.filter((account) => account !== self && ACCOUNT.test(account));
  if (others.length === 0) return;
  const rights = process.getuid?.() === 0 ? { uid: owner.userId, gid: owner.groupId } : {};
  for (const [path, right] of [
    [KEY_FILE, 'r'],
    ['.', 'x'],
  ] as const) {
    const entries = [
      `u::${right === 'r' ? 'rw' : 'rwx'}`,
      'g::-',
      'o::-',
      ...others.map((each) => `u:${each}:${right}`),
    ];
    await programOutput('setfacl', ['-b', '-m', entries.join(','), '--', path], { ...rights, cwd: folder });
  }
}
