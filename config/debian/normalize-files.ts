import { chmodSync, closeSync, lstatSync, lutimesSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { pathsBelow } from '../materials/paths-below.ts';

/** Returns the first two bytes of a file. */
function firstBytes(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(2);
    readSync(descriptor, bytes);
    return bytes.toString('latin1');
  } finally {
    closeSync(descriptor);
  }
}

/** Paths of programs that are executed. Files of npm packages are only loaded. */
const EXECUTABLE = /^(DEBIAN|usr\/lib\/mailcertd\/(dist|config))\//;

/**
 * Makes the modes and times of files independent of the machine. Programs with `#!` are executable; all other files are not.
 * @param time seconds since 1970
 */
export function normalizeFiles(root: string, time: number): void {
  const paths = pathsBelow(root);
  for (const path of ['', ...paths].reverse()) {
    const file = join(root, path);
    const status = lstatSync(file);
    if (status.isDirectory()) chmodSync(file, 0o755);
    if (status.isFile()) {
      chmodSync(file, EXECUTABLE.test(path) && firstBytes(file) === '#!' ? 0o755 : 0o644);
    }
    lutimesSync(file, time, time);
  }
}
