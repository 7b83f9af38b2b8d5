import { execFile } from 'node:child_process';

/** The result of a program. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An account that cannot read files of root. */
const UNPRIVILEGED = { uid: 65534, gid: 65534 };

/** Runs a program. A failure is an exit code, not a rejection. */
export function runProgram(
  program: string,
  args: readonly string[],
  account: Partial<typeof UNPRIVILEGED> = {},
): Promise<Ran> {
  return new Promise((done, reject) => {
    execFile(program, args, { timeout: 60_000, cwd: '/', ...account }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code;
      if (typeof exitCode === 'number') done({ exitCode, stdout, stderr });
      else reject(new Error(`cannot run ${program}`, { cause: error }));
    });
  });
}

const STATES = ['OK (0)', 'WARNING (1)', 'CRITICAL (2)', 'UNKNOWN (3)'];

/** Runs a Nagios plugin, and returns its state with the exit code, as the guides write it. */
export async function stateOf(program: string, ...args: readonly string[]): Promise<string> {
  return stateName(await runProgram(program, args));
}

/** Runs a Nagios plugin with an account that cannot read files of root, and returns its state. */
export async function stateAsUnprivileged(program: string, ...args: readonly string[]): Promise<string> {
  return stateName(await runProgram(program, args, UNPRIVILEGED));
}

function stateName({ exitCode }: Ran): string {
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
