import { execFile } from 'node:child_process';

/** The maximum run time of a program, ms. */
const TIMEOUT_MS = 5000;
const MAX_OUTPUT_BYTES: number = 8 * 1024 * 1024;

/**
 * Returns the output of a program. The exit code does not matter, because a program that processes
 * several paths fails if one of them does. Returns undefined if the program is not installed, takes
 * too long or prints too much. Never rejects.
 * @param runAs the account and the directory of the program; default: those of this process
 * @param outputIfMissing the result if the program is not installed
 */
export function programOutput(
  name: string,
  parameters: readonly string[],
  runAs: { readonly uid?: number; readonly gid?: number; readonly cwd?: string } = {},
  outputIfMissing?: string,
): Promise<string | undefined> {
  const execOptions = {
    ...runAs,
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
  };
  return new Promise((resolve) => {
    const start = (): void => {
      execFile(name, [...parameters], execOptions, (error, output) => {
        if (error?.code === 'ENOENT') resolve(outputIfMissing);
        else resolve(error === null || typeof error.code === 'number' ? output : undefined);
      });
    };
    if (runAs.uid === undefined) start();
    else startAsRoot(start);
  });
}

/**
 * Calls `start`, which starts a program for another account, as root. While this process acts as
 * that account, it is still root by its real user ID, and the program would inherit that ID. Only
 * root can drop all its rights.
 */
function startAsRoot(start: () => void): void {
  const account = process.geteuid?.();
  const actsAsAccount = process.getuid?.() === 0 && account !== undefined && account !== 0;
  if (actsAsAccount) process.seteuid?.(0);
  try {
    start();
  } finally {
    if (actsAsAccount) process.seteuid?.(account);
  }
}
