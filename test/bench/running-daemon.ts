import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';

/** The time limit of every step of a measurement, ms. */
const PATIENCE_MS = 120_000;
const POLL_MS = 2;
export const BENCH_HOST = 'bench01.bench.example';
/** The options of Node in the unit. */
export const NODE_FLAGS: readonly string[] = [
  '--max-semi-space-size=2',
  '--heap-growing-percent=15',
  '--no-allocation-site-pretenuring',
];
const ENVIRONMENT = { NODE_ENV: 'production', MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' };

/** Waits until `ask` has a result. */
async function answered<T>(what: string, ask: () => T | undefined): Promise<T> {
  const ends = performance.now() + PATIENCE_MS;
  for (let answer = ask(); ; answer = ask()) {
    if (answer !== undefined) return answer;
    if (performance.now() > ends) throw new Error(`waiting for ${what}: nothing within ${PATIENCE_MS} ms`);
    await setTimeout(POLL_MS);
  }
}

const LEARNT_WITHIN_MS = 600_000;
const COMMITTED_EVERY_MS = 1000;
const ONE_CONNECTOR: readonly string[] = [
  'connectors: [{ name: Internet, direction: receive, fqdn: host000001.bench1.example }]',
];

function writeConfiguration(directory: string, store: string, keys: readonly string[]): string {
  const file = join(directory, 'mailcertd.yaml');
  writeFileSync(
    file,
    [
      `computer: ${BENCH_HOST}`,
      `stateDirectory: ${join(directory, 'state')}`,
      'http: off',
      `stores: [{ name: Bench, path: ${store}, services: [SMTP] }]`,
      `logs: [{ type: file, path: ${join(directory, 'events.log')}, format: json }]`,
      ...keys,
      '',
    ].join('\n'),
  );
  return file;
}

export interface LoopHeld {
  readonly p999: number;
  readonly max: number;
}

/**
 * A real daemon of the built program that monitors one store, with its state and logs in one
 * directory.
 */
export class RunningDaemon {
  readonly #child: ChildProcess;
  readonly #directory: string;
  /** The time from its start to READY, ms. */
  readonly readyMs: number;

  private constructor(child: ChildProcess, directory: string, readyMs: number) {
    this.#child = child;
    this.#directory = directory;
    this.readyMs = readyMs;
  }

  /**
   * Starts a daemon with the state in `directory`, and waits for READY, which a replacement of
   * systemd-notify receives.
   */
  static async start(
    directory: string,
    store: string,
    keys: readonly string[] = ONE_CONNECTOR,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<RunningDaemon> {
    mkdirSync(join(directory, 'bin'), { recursive: true });
    const heard = join(directory, 'notified');
    writeFileSync(heard, '');
    writeFileSync(join(directory, 'bin', 'systemd-notify'), `#!/bin/sh\necho "$@" >>'${heard}'\n`, { mode: 0o755 });
    const file = writeConfiguration(directory, store, keys);
    const env = {
      ...process.env,
      ...ENVIRONMENT,
      PATH: `${join(directory, 'bin')}:${process.env['PATH']}`,
      NOTIFY_SOCKET: '@bench',
      BENCH_LOOP_FILE: join(directory, 'loop.json'),
      ...environment,
    };
    const probe = resolve('test/bench/loop-probe.mjs');
    const argv = [...NODE_FLAGS, '--import', probe, resolve('dist/main/bin.js'), '-q', 'run', '--config', file];
    const started = performance.now();
    const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await answered('READY', () => {
      if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
      return readFileSync(heard, 'utf8').includes('READY=1') ? true : undefined;
    });
    return new RunningDaemon(child, directory, performance.now() - started);
  }

  /**
   * Waits until the daemon has stored the results of this many connectors. Results are stored by
   * scans, so that `file` in its store is written again every second.
   */
  async probed(count: number, file: string): Promise<void> {
    const ledger = openSqlite(join(this.#directory, 'state', 'ledger.db'), { readonly: true });
    try {
      const known = ledger.prepare<[], { count: number }>(
        `SELECT count(*) AS count FROM memory
          WHERE scope LIKE 'probe:%' AND value LIKE '%"leaf"%' AND value NOT LIKE '%"outdatedAt"%'`,
      );
      const ends = performance.now() + LEARNT_WITHIN_MS;
      while ((known.get()?.count ?? 0) < count) {
        if (performance.now() > ends) throw new Error(`only ${known.get()?.count} of ${count} connectors were seen`);
        await setTimeout(COMMITTED_EVERY_MS);
        await this.passOnChange(file);
      }
    } finally {
      ledger.close();
    }
  }

  /** Returns the processor time so far, ms. */
  cpuMs(): number {
    // Fields 14 and 15 of the line, in hundredths of a second. They follow the name in brackets,
    // which may contain anything.
    const fields = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Returns the times of the last committed scan, once it is one that began after `since`. */
  async passAfter(since: number): Promise<{ readonly startedAt: number; readonly endedAt: number }> {
    const file = join(this.#directory, 'state', 'ledger.db');
    await answered('the ledger', () => existsSync(file) || undefined);
    const ledger = openSqlite(file, { readonly: true });
    try {
      const last = ledger.prepare<[], { startedAt: number | null; endedAt: number }>(
        'SELECT scan_started_at AS startedAt, scan_ended_at AS endedAt FROM shard',
      );
      return await answered('a pass', () => {
        const row = last.get();
        if (row === undefined || row.startedAt === null || row.startedAt <= since) return undefined;
        return { startedAt: row.startedAt, endedAt: row.endedAt };
      });
    } finally {
      ledger.close();
    }
  }

  /** Runs a scan, and returns its duration, ms. */
  async pass(): Promise<number> {
    const since = Date.now();
    await setTimeout(POLL_MS);
    this.#child.kill('SIGUSR2');
    const { startedAt, endedAt } = await this.passAfter(since);
    return endedAt - startedAt;
  }

  /**
   * Lets the daemon scan by writing a file of its store again. A signal would also cause probes of
   * all servers.
   */
  async passOnChange(file: string): Promise<void> {
    const since = Date.now();
    await setTimeout(POLL_MS);
    writeFileSync(file, readFileSync(file));
    await this.passAfter(since);
  }

  /** Starts to measure how long the event loop is blocked; `stop` returns the result. */
  watchLoop(): void {
    this.#child.kill('SIGUSR1');
  }

  /** Resolves when the event log contains `text`. */
  async printed(text: string): Promise<void> {
    const log = join(this.#directory, 'events.log');
    await answered(text, () => (existsSync(log) && readFileSync(log, 'utf8').includes(text)) || undefined);
  }

  /** Returns the resident memory after this idle time, MiB. */
  async mebibytesAtRest(restMs: number): Promise<number> {
    await setTimeout(restMs);
    return this.residentMebibytes();
  }

  /** Returns the current resident memory, MiB. */
  residentMebibytes(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<LoopHeld> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    return JSON.parse(readFileSync(join(this.#directory, 'loop.json'), 'utf8')) as LoopHeld;
  }
}
