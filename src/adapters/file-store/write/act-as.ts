import type { FileOwner } from './durable-files.ts';

/**
 * Does something with the rights of an account. Root does it as that account: files that another
 * account controls must not make root write elsewhere. For any other process, and for root's own
 * files, nothing changes.
 */
export type ActAs = <T>(owner: FileOwner, work: () => Promise<T>) => Promise<T>;

/**
 * For a process that works on several things at once: its rights cannot be changed for one of them.
 */
export const actAsItself: ActAs = (_owner, work) => work();
