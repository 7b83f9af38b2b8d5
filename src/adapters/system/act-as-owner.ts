/** Missing in Node's type declarations; present on each Unix. */
interface WithInitgroups {
  initgroups?(user: number, extraGroup: number): void;
}

/** The account that owns something. */
export interface OwnerNumbers {
  readonly userId: number;
  readonly groupId: number;
}

/**
 * Takes the supplementary groups of an account; only the given group, where the account has no
 * name.
 */
export function takeGroups(userId: number, groupId: number): void {
  try {
    (process as WithInitgroups).initgroups?.(userId, groupId);
  } catch {
    process.setgroups?.([groupId]);
  }
}

/** The rights of this process belong to one piece of work at a time. */
let previous: Promise<unknown> = Promise.resolve();
let isActing = false;

/**
 * Does something with the rights of an owner, if root runs this process; then it is root again. All
 * else that the process does meanwhile has these rights too, so only a command may use this, and
 * never within itself. Rejects with what the work rejects with, or with the system's error where
 * these rights cannot be taken.
 */
export function actAsOwner<T>(owner: OwnerNumbers, work: () => Promise<T>): Promise<T> {
  const isRoot = isActing || process.geteuid?.() === 0;
  if (!isRoot) return work();
  const turn = previous.then(() => asOwner(owner, work));
  previous = turn.catch(() => undefined);
  return turn;
}

async function asOwner<T>({ userId, groupId }: OwnerNumbers, work: () => Promise<T>): Promise<T> {
  if (userId === 0) return work();
  const [group, groups] = [process.getegid?.() ?? 0, process.getgroups?.() ?? []];
  isActing = true;
  try {
    takeGroups(userId, groupId);
    process.setegid?.(groupId);
    process.seteuid?.(userId);
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(group);
    process.setgroups?.(groups);
    isActing = false;
  }
}
