import { join } from 'node:path';
import { holdFile } from './hold-file.ts';
import { readStateText } from './state-text.ts';

/** The lock file of the daemon. The file `mailcertd.pid` next to it has the process ID. */
export const LOCK_FILE = 'lock.db';
/** The file with the process ID of the daemon. */
export const PROCESS_FILE = 'mailcertd.pid';

/** The maximum length of a process ID with its line end, bytes. */
const MAX_PID_BYTES = 24;

/**
 * Returns the process ID in `mailcertd.pid`; undefined if that process is not running, because a
 * killed daemon leaves the file.
 */
export function stateHolder(stateDirectory: string): number | undefined {
  const processId = Number(readStateText(stateDirectory, PROCESS_FILE, MAX_PID_BYTES));
  return Number.isInteger(processId) && processId > 0 && isRunning(processId) ? processId : undefined;
}

/** Returns whether a process with this ID exists. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (failure) {
    // The process exists and belongs to another account.
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM';
  }
}

/**
 * Returns whether a daemon holds the state directory. If the state of its lock cannot be
 * determined, the running process in `mailcertd.pid` counts as the daemon.
 */
export function isStateHeld(stateDirectory: string): boolean {
  // The lock is tried only if the process is running: a daemon that starts at this moment would
  // fail to lock it.
  if (stateHolder(stateDirectory) === undefined) return false;
  try {
    const lock = holdFile(join(stateDirectory, LOCK_FILE));
    lock?.[Symbol.dispose]();
    return lock === undefined;
  } catch {
    return true;
  }
}
