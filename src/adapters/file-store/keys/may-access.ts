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

/**
 * The verdict of the mode about a right. `list`: the mode does not decide; the access control list
 * does, if there is one.
 */
export type ModeVerdict = 'yes' | 'no' | 'list';

/**
 * Returns whether an account has a right, by owner, group and mode. If the file has an access
 * control list, the group digit of the mode is the mask of the list: no entry grants more. The list
 * decides only if the group digit grants the right and the digit of others does not.
 * @see https://man7.org/linux/man-pages/man5/acl.5.html
 */
export function mayByMode({ mode, uid, gid }: OwnerAndMode, account: Account, right: Right): ModeVerdict {
  if (account.uid === 0) return 'yes';
  // In a mode, the digit of the owner precedes that of the group and that of others, 3 bits each.
  const ownerBits = mode & (right << 6);
  const groupBits = mode & (right << 3);
  const otherBits = mode & right;
  if (account.uid === uid) return verdictOf(ownerBits);
  if (groupBits !== 0 && otherBits === 0) return 'list';
  return verdictOf(account.groups.has(gid) ? groupBits : otherBits);
}

/** Returns whether an account that is not the owner has a right, by an access control list. */
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
