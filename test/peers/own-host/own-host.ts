import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../../..');
/** The directory in which `.ci/fetch-peers` stores packages. */
const FETCHED = '/var/cache/mailcertd-peers';

/** The result of a program. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A disposable copy of this machine with its own network and additional packages. */
export interface OwnHost extends AsyncDisposable {
  /** The command prefix that runs a command on that host. */
  readonly namespace: readonly [string, ...string[]];
  /** Returns the path of its file as seen from this machine. */
  at(path: string): string;
  /** Writes a file on that host, with parent directories. */
  write(path: string, content: string, mode?: number): void;
  /** Runs a program on that host as root. A failure is an exit code, not a rejection. */
  run(program: string, ...parameters: readonly string[]): Promise<Ran>;
  /** Runs the built mailcertd on that host. */
  mailcertd(...parameters: readonly string[]): Promise<Ran>;
}

/**
 * Returns the downloaded files of a package and its dependencies; empty if they were not
 * downloaded.
 */
export function fetchedPackages(name: string): readonly string[] {
  try {
    const files = readdirSync(join(FETCHED, name)).filter((file) => file.endsWith('.deb'));
    return files.map((file) => join(FETCHED, name, file));
  } catch {
    return [];
  }
}

/**
 * Boots a copy with these packages unpacked over it.
 * @see boot.sh
 */
export async function bootOwnHost(packages: readonly string[]): Promise<OwnHost> {
  const script = join(import.meta.dirname, 'boot.sh');
  const child = spawn('bash', [script, repository, ...packages], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const pid = await new Promise<string>((ready, reject) => {
    let out = '';
    child.once('error', reject);
    child.once('close', () => reject(new Error(`booting a host with ${packages.join(' ')}: ${said.join('')}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = /^ready (\d+)$/m.exec(out)?.[1];
      if (found !== undefined) ready(found);
    });
  });
  const namespace = ['nsenter', '-t', pid, '-m', '-n', '-p'] as const;
  const run = (program: string, ...parameters: readonly string[]): Promise<Ran> =>
    new Promise((done, reject) => {
      const [enter, ...into] = namespace;
      const options = { timeout: 60_000, maxBuffer: 2 ** 26 };
      execFile(enter, [...into, program, ...parameters], options, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : error.code;
        if (typeof exitCode === 'number') done({ exitCode, stdout, stderr });
        else reject(new Error(`running ${program} there`, { cause: error }));
      });
    });
  const at = (path: string): string => join(`/proc/${pid}/root`, path);
  return {
    namespace,
    at,
    write(path, content, mode = 0o644) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), content, { mode });
    },
    run,
    mailcertd: (...parameters) => run(process.execPath, join(repository, 'dist/main/bin.js'), ...parameters),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}
