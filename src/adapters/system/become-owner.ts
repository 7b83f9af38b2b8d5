import { statSync } from 'node:fs';

/** As Node has it on every Unix; its type declarations leave it out. */
interface WithInitgroups {
  initgroups?(user: number, extraGroup: number): void;
}

/**
 * Where root runs this process: makes it that of a place's owner, with its groups, for good. For anybody else, and where the
 * place is not there, nothing changes.
 */
export function becomeOwner(path: string): void {
  if (process.geteuid?.() !== 0) return;
  const owner = statSync(path, { throwIfNoEntry: false });
  if (owner === undefined || owner.uid === 0) return;
  const { uid, gid } = owner;
  try {
    (process as WithInitgroups).initgroups?.(uid, gid);
  } catch {
    // Nobody has given it a name, and so no groups.
    process.setgroups?.([gid]);
  }
  process.setgid?.(gid);
  process.setuid?.(uid);
}
