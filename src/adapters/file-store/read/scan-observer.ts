import type { Stats } from 'node:fs';

/**
 * Receives the directories and links of a scan before they are read, so that watches can be set
 * first.
 */
export interface ScanObserver {
  readonly onDirectory: (path: string, stats: Stats) => void;
  readonly onLink: (path: string) => void;
}
