import type { FileOwner } from './durable-files.ts';

/**
 * Runs an operation with the rights of an account. If the process is root, it acts as that account,
 * which could otherwise make root write to other files. Other processes, and files of root, need no
 * change.
 */
export type ActAs = <T>(owner: FileOwner, work: () => Promise<T>) => Promise<T>;

/** For a process with concurrent operations, whose rights cannot be changed for one of them. */
export const actAsItself: ActAs = (_owner, work) => work();
