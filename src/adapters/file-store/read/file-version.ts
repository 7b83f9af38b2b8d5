import { statSync } from 'node:fs';
import { type FileState, matchesStats } from '../walk/file-state.ts';

/** A file as a scan has read it. */
export interface FileVersion {
  readonly path: string;
  readonly state: FileState;
}

/** Returns whether a file was replaced or removed after a scan. */
export function isReplaced({ path, state }: FileVersion): boolean {
  try {
    return !matchesStats(state, statSync(path));
  } catch {
    return true;
  }
}
