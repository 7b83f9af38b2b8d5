import type { FileOwner } from './durable-files.ts';

/**
 * Runs `work` with the rights of an account, and returns its result. A process of root takes the
 * rights of the owner of the files that it changes; otherwise that account could make root write to
 * other files. For other processes, and for files of root, the rights stay as they are.
 */
export type ActAs = <T>(owner: FileOwner, work: () => Promise<T>) => Promise<T>;

/**
 * Runs `work` with the rights of this process. For a process with concurrent operations, whose
 * rights cannot be changed for only one of them.
 */
export const actAsItself: ActAs = (_owner, work) => work();
