import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { openSqlite } from '../../src/adapters/sqlite/better-sqlite3.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
/** Passes the socket on, as systemd does. */
const WITH_JOURNAL = 'LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=journal exec "$@"';
/** The account of the daemon, which has no name. */
const DAEMON = 61_234;

/** The result of a command. */
export interface Typed {
  readonly words: readonly string[];
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A host on which the built program runs as a daemon and as commands. If the test runs as root, the
 * daemon and the commands use an account without a name.
 */
export class PlantedHost implements AsyncDisposable {
  readonly directory: TemporaryDirectory = temporaryDirectory();
  readonly #account: { readonly uid?: number; readonly gid?: number } =
    process.getuid?.() === 0 ? { uid: DAEMON, gid: DAEMON } : {};
  readonly #environment: Readonly<Record<string, string>>;
  #daemon: ChildProcess | undefined;
  /** The output of the daemon. */
  printed = '';
  /** The data that the daemon wrote to the journal. */
  journal: Buffer = Buffer.alloc(0);

  /** @param environment the environment of the daemon, in addition to PATH */
  constructor(environment: Readonly<Record<string, string>>) {
    chmodSync(this.directory.path, 0o755);
    this.#environment = { PATH: `${this.directory.at('bin')}:${process.env['PATH']}`, LC_ALL: 'C', ...environment };
    for (const name of ['state', 'store', 'alerts', 'logs', 'out']) this.ownDirectory(name);
  }

  /** Creates a directory that the daemon's account owns. */
  ownDirectory(name: string): void {
    mkdirSync(this.directory.at(name));
    this.own(this.directory.at(name), 0o700);
  }

  /** Writes a file with a secret that only the daemon's account can read. */
  lay(name: string, content: string | Buffer): string {
    return this.own(this.directory.write(name, content), 0o400);
  }

  /** Makes a file unreadable for the daemon's account, and returns its path. */
  close(path: string): string {
    if (this.#account.uid !== undefined) chownSync(path, 0, 0);
    chmodSync(path, 0);
    return path;
  }

  /** Makes the daemon's account the owner of a file or directory, and returns its path. */
  own(path: string, mode: number): string {
    const { uid, gid } = this.#account;
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
    chmodSync(path, mode);
    return path;
  }

  /** Starts the daemon with a journal socket. */
  async start(file: string): Promise<void> {
    const journal = createServer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        this.journal = Buffer.concat([this.journal, chunk]);
      });
    });
    const path = this.directory.at('journal');
    await new Promise<void>((listening) => journal.listen(path, listening));
    const handed: Socket = connect(path);
    await once(handed, 'connect');
    const words = [process.execPath, PROGRAM, '-v', '-v', '--config', file, 'run'];
    const daemon = spawn('/bin/sh', ['-c', WITH_JOURNAL, 'sh', ...words], {
      stdio: ['ignore', 'pipe', 'pipe', handed],
      env: this.#environment,
      ...this.#account,
    });
    for (const stream of [daemon.stdout, daemon.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString('latin1');
      });
    }
    daemon.once('exit', () => {
      handed.destroy();
      journal.close();
    });
    this.#daemon = daemon;
  }

  get pid(): number {
    return this.#daemon?.pid ?? 0;
  }

  reload(): void {
    this.#daemon?.kill('SIGHUP');
  }

  /** Stops the daemon and returns how it ended. */
  async stop(): Promise<string> {
    const daemon = this.#daemon;
    if (daemon === undefined) return 'it does not run';
    if (daemon.exitCode !== null) return `exit ${daemon.exitCode}`;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    const [code, signal] = await ended;
    return signal ?? `exit ${code}`;
  }

  /** Runs a command as the daemon's account. */
  async type(...words: readonly string[]): Promise<Typed> {
    const typed = spawn(process.execPath, [PROGRAM, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: this.#environment,
      ...this.#account,
    });
    let [stdout, stderr] = ['', ''];
    typed.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('latin1');
    });
    typed.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('latin1');
    });
    const [code] = await once(typed, 'close');
    return { words, code, stdout, stderr };
  }

  /** Returns rows of the ledger in its current state. */
  rows(sql: string): readonly Readonly<Record<string, unknown>>[] {
    if (!existsSync(this.directory.at('state/ledger.db'))) return [];
    const ledger = openSqlite(this.directory.at('state/ledger.db'), { readonly: true });
    try {
      return ledger.prepare(sql).all() as readonly Readonly<Record<string, unknown>>[];
    } catch {
      // The tables do not exist yet.
      return [];
    } finally {
      ledger.close();
    }
  }

  /** Returns every value of every table. In the file itself, a page boundary may split a value. */
  everyValue(): Buffer {
    const tables = this.rows("SELECT name FROM sqlite_master WHERE type = 'table'");
    return Buffer.from(JSON.stringify(tables.map((table) => this.rows(`SELECT * FROM "${table['name']}"`))));
  }

  /** Returns all bytes of all files in a directory. */
  bytes(name: string): Buffer {
    const files = readdirSync(this.directory.at(name), { withFileTypes: true, recursive: true });
    return Buffer.concat(
      files.filter((file) => file.isFile()).map((file) => readFileSync(resolve(file.parentPath, file.name))),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.directory[Symbol.dispose]();
  }
}
