import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';

/** The result of a program. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A systemd that runs on a disposable copy of this machine. */
export interface Booted extends AsyncDisposable {
  /** Runs a program inside as root. A failure is an exit code, not a rejection. */
  run(program: string, ...parameters: readonly string[]): Promise<Ran>;
}

/** A command that runs another one in a network of its own, in which only `lo` exists. */
const OWN_NETWORK = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/**
 * Boots a systemd with the files of `stage` copied over the root directory.
 * @param hasOwnNetwork true: its servers can use any port, also those in use on this machine
 * @see boot.sh
 */
export async function bootSystemd(stage: string, hasOwnNetwork = false): Promise<Booted> {
  const boot = ['bash', join(import.meta.dirname, 'boot.sh'), stage];
  const [command = '', ...words] = hasOwnNetwork ? [...OWN_NETWORK, ...boot] : boot;
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const pid = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.once('error', reject);
    child.once('close', () => reject(new Error(`booting systemd over ${stage}: ${said.join('')}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const ready = /^ready (\d+)$/m.exec(out)?.[1];
      if (ready !== undefined) resolve(ready);
    });
  });
  return {
    run: (program, ...parameters) =>
      new Promise((resolve, reject) => {
        const enter = ['-t', pid, '-m', '-p', '-i', '-u', '-C', '-n', program, ...parameters];
        execFile('nsenter', enter, { timeout: 60_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
          const exitCode = error === null ? 0 : error.code;
          if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr });
          else reject(new Error(`running ${program} inside`, { cause: error }));
        });
      }),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
