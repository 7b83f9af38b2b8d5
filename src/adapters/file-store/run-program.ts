import { execFile } from 'node:child_process';

/** What a program may take, ms. */
const DEADLINE_MS = 5000;
const MAX_OUTPUT_BYTES: number = 8 * 1024 * 1024;

/**
 * What a program printed, whatever its exit code, since several ask about many things of which one may fail; undefined
 * when it is not installed, takes too long or prints too much. Never rejects.
 * @param account with whose rights it runs; left out: this process's
 */
export function runProgram(
  name: string,
  parameters: readonly string[],
  account: { readonly uid?: number; readonly gid?: number } = {},
): Promise<string | undefined> {
  const options = {
    ...account,
    timeout: DEADLINE_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
  };
  return new Promise((resolve) => {
    execFile(name, [...parameters], options, (error, output) => {
      resolve(error === null || typeof error.code === 'number' ? output : undefined);
    });
  });
}
