import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { vi } from 'vitest';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../dist/main/bin.js');

/** The parts of a record that are checked. */
export interface LoggedRecord {
  readonly eventId: number;
  readonly level: string;
  readonly change: string;
  readonly at: number;
  /** The data of event 1900; left out: another event. */
  readonly cleared: ClearedFacts | undefined;
  /** The whole record as written. */
  readonly text: string;
}

/** The data of event 1900. */
export interface ClearedFacts {
  readonly eventId: number;
  readonly evidence?: { readonly scope?: string; readonly at?: string | number; readonly reason?: string };
}

interface Line {
  readonly '@timestamp': string;
  readonly event: { readonly code: string };
  readonly log: { readonly level: string };
  readonly mailcertd: { readonly change: string; readonly facts: { readonly cleared?: ClearedFacts } };
}

function recordOf(text: string): LoggedRecord {
  const line = JSON.parse(text) as Line;
  return {
    eventId: Number(line.event.code),
    level: line.log.level,
    change: line.mailcertd.change,
    at: Date.parse(line['@timestamp']),
    cleared: line.mailcertd.facts.cleared,
    text,
  };
}

/** The built program, running as a process. */
export class WatchingDaemon implements AsyncDisposable {
  readonly #log: string;
  readonly #stop: () => Promise<void>;

  private constructor(log: string, stop: () => Promise<void>) {
    this.#log = log;
    this.#stop = stop;
  }

  /** Starts the daemon, and waits until it has probed every connector. */
  static async start(directory: TemporaryDirectory, configuration: string): Promise<WatchingDaemon> {
    const log = directory.at('events.json');
    const file = directory.write(
      'mailcertd.yaml',
      `${configuration}logs: [{ type: file, path: ${log}, format: json }]\n`,
    );
    const child = spawn(process.execPath, [PROGRAM, '--config', file, 'run'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const ended = new Promise<void>((done) => child.once('close', () => done()));
    const daemon = new WatchingDaemon(log, async () => {
      child.kill('SIGTERM');
      await ended;
    });
    const isReady = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`the daemon ended: ${said}`);
      return isProbed(file);
    };
    await vi.waitUntil(isReady, { timeout: 240_000, interval: 1000 }).catch(async (error: unknown) => {
      await daemon[Symbol.asyncDispose]();
      throw new Error(`the daemon does not start: ${said}`, { cause: error });
    });
    return daemon;
  }

  /** Returns its log, in order. */
  records(): readonly LoggedRecord[] {
    const text = existsSync(this.#log) ? readFileSync(this.#log, 'utf8') : '';
    return text.split('\n').slice(0, -1).map(recordOf);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
  }
}

/** Returns whether the daemon has stored a result of every connector. */
function isProbed(configuration: string): Promise<boolean> {
  const command = [PROGRAM, '--config', configuration, 'connectors', 'list', '--fields', 'servedThumbprint'];
  return new Promise((done) => {
    execFile(process.execPath, [...command, '--format', 'json'], (error, stdout) => {
      if (error !== null) return done(false);
      const listed = JSON.parse(stdout) as readonly { readonly servedThumbprint: readonly string[] | null }[];
      done(listed.every(({ servedThumbprint }) => (servedThumbprint ?? []).length > 0));
    });
  });
}
