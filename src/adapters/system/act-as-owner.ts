/** `process.initgroups` exists on every Unix, but not in the type declarations of Node. */
interface WithInitgroups {
  initgroups?(user: number, extraGroup: number): void;
}

/** The numeric IDs of an owner. */
export interface OwnerIds {
  readonly userId: number;
  readonly groupId: number;
}

/** Sets the supplementary groups of an account; only the given group if the account has no name. */
export function setSupplementaryGroups(userId: number, groupId: number): void {
  try {
    (process as WithInitgroups).initgroups?.(userId, groupId);
  } catch {
    process.setgroups?.([groupId]);
  }
}

/**
 * Resolves when the previous operation has ended. Operations run one after the other, because the
 * rights are those of the whole process.
 */
let previousWork: Promise<unknown> = Promise.resolve();
/** True while an operation has the rights of an owner. */
let isActing = false;

/**
 * Runs an operation with the rights of an owner if the process is root, and restores the rights of
 * root afterwards. Everything that the process does in the meantime has these rights, so only
 * commands may call this function, not the daemon, which does several things at once. Calls must not
 * be nested. Rejects with the error of the operation, or with the system error if the rights cannot
 * be changed.
 */
export function actAsOwner<T>(owner: OwnerIds, work: () => Promise<T>): Promise<T> {
  // During another operation, the effective user is not root, although the process is root.
  const isRoot = isActing || process.geteuid?.() === 0;
  if (!isRoot) return work();
  const result = previousWork.then(() => runAsOwner(owner, work));
  previousWork = result.catch(() => undefined);
  return result;
}

async function runAsOwner<T>({ userId, groupId }: OwnerIds, work: () => Promise<T>): Promise<T> {
  if (userId === 0) return work();
  const rootGroup = process.getegid?.() ?? 0;
  const rootGroups = process.getgroups?.() ?? [];
  isActing = true;
  try {
    // The user is changed last, and restored first: only root may change the groups.
    setSupplementaryGroups(userId, groupId);
    process.setegid?.(groupId);
    process.seteuid?.(userId);
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(rootGroup);
    process.setgroups?.(rootGroups);
    isActing = false;
  }
}
