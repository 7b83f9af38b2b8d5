import { join } from 'node:path';
import { holdFile } from './hold-file.ts';
import { readStateText } from './state-text.ts';

/** The lock that the one daemon holds, and the file beside it with the process that took it. */
export const LOCK_FILE = 'lock.db';
export const PROCESS_FILE = 'mailcertd.pid';

/** The maximum length of a process ID with its line end, bytes. */
const LONGEST_NUMBER = 24;

/** The process that holds a state directory, as the file there names it, if it runs: the file may be left from one that was killed. */
export function stateHolder(stateDirectory: string): number | undefined {
  const processId = Number(readStateText(stateDirectory, PROCESS_FILE, LONGEST_NUMBER));
  return Number.isInteger(processId) && processId > 0 && runs(processId) ? processId : undefined;
}

function runs(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (failure) {
    // It is there, and somebody else's.
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM';
  }
}

/** Whether a daemon holds the state directory; where the lock is closed to whoever asks, the process that it names counts. */
export function isStateHeld(stateDirectory: string): boolean {
  // The lock is asked last: while it is, a daemon that starts would be turned away.
  if (stateHolder(stateDirectory) === undefined) return false;
  try {
    const free = holdFile(join(stateDirectory, LOCK_FILE));
    free?.[Symbol.dispose]();
    return free === undefined;
  } catch {
    return true;
  }
}
