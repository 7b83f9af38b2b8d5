import { readFileSync } from 'node:fs';

/**
 * With which rights this process reads files, as one text. A file that one account has read may be closed to another, and
 * nothing in the file's own state would show it.
 */
export function readingRights(): string {
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
