import { readFileSync } from 'node:fs';

/**
 * Returns the rights with which this process reads files, as one text. A file that one account has
 * read may be closed to another, although the state of the file is the same.
 */
export function readRightsOfProcess(): string {
  const { getuid, getgid, getgroups } = process;
  return JSON.stringify([getuid?.(), getgid?.(), getgroups?.().sort(), effectiveCapabilities()]);
}

function effectiveCapabilities(): string | undefined {
  try {
    return /^CapEff:\s*(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
