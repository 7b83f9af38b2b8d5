import { execFile } from 'node:child_process';

/** The result of a program. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program. A failure is an exit code, not a rejection. */
export function runProgram(program: string, args: readonly string[]): Promise<Ran> {
  return new Promise((done, reject) => {
    execFile(program, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') done({ exitCode, stdout, stderr });
      else reject(new Error(`cannot run ${program}`, { cause: error }));
    });
  });
}

const STATES = ['OK (0)', 'WARNING (1)', 'CRITICAL (2)', 'UNKNOWN (3)'];

/** Runs a Nagios plugin, and returns its state with the exit code, as the guides write it. */
export async function stateOf(program: string, ...args: readonly string[]): Promise<string> {
  const { exitCode } = await runProgram(program, args);
  return STATES[exitCode] ?? `exit code ${exitCode}`;
}

/** Returns the results of all items in their order, with at most three at a time. */
export async function atMostThree<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await run(item);
  };
  await Promise.all([work(), work(), work()]);
  return results;
}
