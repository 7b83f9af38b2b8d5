import { execFile } from 'node:child_process';

/** What a program may take, ms. */
const DEADLINE_MS = 5000;
const MAX_OUTPUT_BYTES: number = 8 * 1024 * 1024;

/**
 * What a program printed, whatever its exit code, since several ask about many things of which one may fail; undefined
 * when it is not installed, takes too long or prints too much. Never rejects.
 * @param how with the rights of which account, and where; left out: those of this process
 */
export function programOutput(
  name: string,
  parameters: readonly string[],
  how: { readonly uid?: number; readonly gid?: number; readonly cwd?: string } = {},
): Promise<string | undefined> {
  const options = {
    ...how,
    timeout: DEADLINE_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
  };
  return new Promise((resolve) => {
    const start = (): void => {
      execFile(name, [...parameters], options, (error, output) => {
        resolve(error === null || typeof error.code === 'number' ? output : undefined);
      });
    };
    if (how.uid === undefined) start();
    else asRoot(start);
  });
}

/**
 * Starts a program for another account. Where root acts as that account now, the program would keep
 * the way back to root: only root itself gives all of its rights up.
 */
function asRoot(start: () => void): void {
  const account = process.geteuid?.();
  const isActing = process.getuid?.() === 0 && account !== undefined && account !== 0;
  if (isActing) process.seteuid?.(0);
  try {
    start();
  } finally {
    if (isActing) process.seteuid?.(account);
  }
}
