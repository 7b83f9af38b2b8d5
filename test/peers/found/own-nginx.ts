import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { listeningSockets } from './listening-sockets.ts';

const MODULES = '/usr/lib/nginx/modules';

/** An nginx with its settings in a separate directory. It requires root. */
export class OwnNginx implements Disposable {
  readonly file: string;
  readonly reload: readonly string[];
  readonly #files: TemporaryDirectory;
  readonly #name: string;
  readonly #command: readonly string[];
  #isRunning = false;

  constructor(files: TemporaryDirectory, name: string) {
    this.#files = files;
    this.#name = name;
    chmodSync(files.path, 0o755);
    this.file = files.write(`${name}/nginx.conf`, '');
    this.#command = ['-c', this.file, '-e', this.at('error.log')];
    this.reload = ['nginx', ...this.#command, '-s', 'reload'];
  }

  at(name: string): string {
    return this.#files.at(this.#name, name);
  }

  /** Writes its settings after the mandatory ones. */
  write(settings: string): void {
    this.#files.write(
      `${this.#name}/nginx.conf`,
      `load_module ${MODULES}/ngx_mail_module.so;
load_module ${MODULES}/ngx_stream_module.so;
worker_processes 1;
pid ${this.at('nginx.pid')};
error_log ${this.at('error.log')};
events { worker_connections 64; }
${settings}
`,
    );
  }

  /**
   * Starts or reloads it. A running nginx rejects settings that it cannot load, and keeps the
   * previous ones.
   */
  apply(): void {
    const { status } = spawnSync('nginx', [...this.#command, ...(this.#isRunning ? ['-s', 'reload'] : [])], {
      stdio: 'ignore',
    });
    if (!this.#isRunning && status !== 0) throw new Error(`nginx does not start: ${this.log()}`);
    this.#isRunning = true;
  }

  listening(): readonly string[] {
    return listeningSockets(this.#pid);
  }

  log(): string {
    return readFileSync(this.at('error.log'), 'utf8');
  }

  /** Stops it if it runs; `apply` starts it again. */
  stop(): void {
    // `-s stop` fails while the settings are invalid.
    if (this.#isRunning) process.kill(this.#pid, 'SIGTERM');
    this.#isRunning = false;
  }

  get #pid(): number {
    return Number(readFileSync(this.at('nginx.pid'), 'utf8'));
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
