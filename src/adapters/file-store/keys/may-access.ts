import type { AccessList } from '../../../formats/system/access-list.ts';
import type { Account } from './accounts.ts';

/** Who owns a file or folder, and what its mode grants. */
export interface OwnerAndMode {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** The right to read a file, or to pass through a folder, as the octal digit of a mode. */
export type Right = 4 | 1;

/** What the mode says; `list`: where there is an access control list, only that decides. */
export type ModeAnswer = 'yes' | 'no' | 'list';

/**
 * Whether an account has a right, by owner, group and mode. Where there is an access control list, the group's digit of
 * the mode is its mask: what that withholds, no entry grants; what it and others' digit grant alike is nobody's secret.
 * @see https://man7.org/linux/man-pages/man5/acl.5.html
 */
export function mayByMode({ mode, uid, gid }: OwnerAndMode, account: Account, right: Right): ModeAnswer {
  if (account.uid === 0) return 'yes';
  if (account.uid === uid) return answer(mode & (right << 6));
  const groups = mode & (right << 3);
  const others = mode & right;
  if (groups !== 0 && others === 0) return 'list';
  return answer(account.groups.has(gid) ? groups : others);
}

/** The same, of an account that is not the owner, by the access control list; one without entries of its own serves too. */
export function mayByList({ gid }: OwnerAndMode, list: AccessList, account: Account, right: Right): boolean {
  const own = list.users.get(account.uid);
  if (own !== undefined) return (own & list.mask & right) !== 0;
  const granted = [...list.groups].flatMap(([group, rights]) => (account.groups.has(group) ? [rights] : []));
  if (account.groups.has(gid)) granted.push(list.owningGroup);
  if (granted.length === 0) return (list.others & right) !== 0;
  return granted.some((rights) => (rights & list.mask & right) !== 0);
}

function answer(bits: number): 'yes' | 'no' {
  return bits === 0 ? 'no' : 'yes';
}
