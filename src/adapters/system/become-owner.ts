import { type OwnerNumbers, takeGroups } from './act-as-owner.ts';

/**
 * Makes this process, if root runs it, one of the given owner, with the groups of that account;
 * there is no way back.
 */
export function becomeOwner({ userId, groupId }: OwnerNumbers): void {
  if (process.getuid?.() !== 0 || userId === 0) return;
  takeGroups(userId, groupId);
  process.setgid?.(groupId);
  process.setuid?.(userId);
}
