import { type OwnerIds, setSupplementaryGroups } from './act-as-owner.ts';

/**
 * Gives this process the user, group and supplementary groups of an owner, if the process is root
 * and the owner is not. This is irreversible.
 */
export function becomeOwner({ userId, groupId }: OwnerIds): void {
  if (process.getuid?.() !== 0 || userId === 0) return;
  // The user is changed last: only root may change the groups.
  setSupplementaryGroups(userId, groupId);
  process.setgid?.(groupId);
  process.setuid?.(userId);
}
