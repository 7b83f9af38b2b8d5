import type { AccessList } from '../../../formats/system/access-list.ts';
import type { Account } from './accounts.ts';

/** The owner and mode of a file or directory. */
export interface OwnerAndMode {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The right to read a file (4) or to traverse a directory (1), as an octal digit of a mode. */
export type Right = 4 | 1;

/** The answer of a mode. `list`: an access control list, if there is one, decides. */
export type ModeVerdict = 'yes' | 'no' | 'list';

/**
 * Returns whether an account has a right, by owner, group and mode. With an access control list,
 * the group digit of the mode is its mask: no entry grants more than the mask. If the digits of the
 * group and of others grant the same, the list does not matter.
 * @see https://man7.org/linux/man-pages/man5/acl.5.html
 */
export function mayByMode({ mode, uid, gid }: OwnerAndMode, account: Account, right: Right): ModeVerdict {
  if (account.uid === 0) return 'yes';
  if (account.uid === uid) return verdictOf(mode & (right << 6));
  const groups = mode & (right << 3);
  const others = mode & right;
  if (groups !== 0 && others === 0) return 'list';
  return verdictOf(account.groups.has(gid) ? groups : others);
}

/**
 * Returns whether an account that is not the owner has a right, by an access control list or by its
 * minimal form without named entries.
 */
export function mayByList({ gid }: OwnerAndMode, list: AccessList, account: Account, right: Right): boolean {
  const userRights = list.users.get(account.uid);
  if (userRights !== undefined) return (userRights & list.mask & right) !== 0;
  const groupRights = [...list.groups].flatMap(([group, rights]) => (account.groups.has(group) ? [rights] : []));
  if (account.groups.has(gid)) groupRights.push(list.owningGroup);
  if (groupRights.length === 0) return (list.others & right) !== 0;
  return groupRights.some((rights) => (rights & list.mask & right) !== 0);
}

function verdictOf(bits: number): 'yes' | 'no' {
  return bits === 0 ? 'no' : 'yes';
}
