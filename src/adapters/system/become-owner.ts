import { type OwnerNumbers, takeGroups } from './act-as-owner.ts';

/**
 * Gives this process the user, group and supplementary groups of an owner, if it is root. This is
 * irreversible.
 */
export function becomeOwner({ userId, groupId }: OwnerNumbers): void {
  if (process.getuid?.() !== 0 || userId === 0) return;
  takeGroups(userId, groupId);
  process.setgid?.(groupId);
  process.setuid?.(userId);
}
