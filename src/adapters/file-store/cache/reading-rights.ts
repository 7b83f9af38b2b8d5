import { readFileSync } from 'node:fs';

/**
 * Returns the rights with which this process reads files, as one text. Stored readings of a process
 * with other rights are not used, because a file that it could read may be closed to this process.
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
