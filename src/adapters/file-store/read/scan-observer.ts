import type { Stats } from 'node:fs';

/**
 * Is notified of each directory and symbolic link of a scan before the scan reads it. A watch that
 * the observer sets then misses no change.
 */
export interface ScanObserver {
  readonly onDirectory: (path: string, stats: Stats) => void;
  readonly onLink: (path: string) => void;
}
