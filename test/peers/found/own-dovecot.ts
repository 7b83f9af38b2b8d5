import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { listeningSockets } from './listening-sockets.ts';

/** Returns the first settings of every Dovecot in these tests. */
function beginning(at: (name: string) => string): string {
  return `dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = ${at('run')}
state_dir = ${at('state')}
log_path = ${at('log')}
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
submission_relay_host = 127.0.0.1
passdb static {
  password = secret
}
userdb static {
  fields {
    uid = 65534
    gid = 65534
    home = /nonexistent
  }
}
`;
}

/** A Dovecot with its settings in a separate directory. It requires root. */
export class OwnDovecot implements Disposable {
  readonly file: string;
  readonly #files: TemporaryDirectory;
  readonly #name: string;
  #isRunning = false;

  constructor(files: TemporaryDirectory, name: string) {
    this.#files = files;
    this.#name = name;
    chmodSync(files.path, 0o755);
    this.file = files.write(`${name}/dovecot.conf`, '');
  }

  at(name: string): string {
    return this.#files.at(this.#name, name);
  }

  /** Writes its settings after the mandatory ones. */
  write(settings: string): void {
    this.#files.write(`${this.#name}/dovecot.conf`, `${beginning((name) => this.at(name))}${settings}\n`);
  }

  /** Starts or reloads it. */
  apply(): void {
    const [program = '', ...args] = this.#isRunning
      ? ['doveadm', '-c', this.file, 'reload']
      : ['dovecot', '-c', this.file];
    // The background process would keep a pipe open.
    execFileSync(program, args, { stdio: 'ignore' });
    this.#isRunning = true;
  }

  listening(): readonly string[] {
    return listeningSockets(Number(readFileSync(this.at('run/master.pid'), 'utf8')));
  }

  log(): string {
    return readFileSync(this.at('log'), 'utf8');
  }

  /** Stops it if it runs; `apply` starts it again. */
  stop(): void {
    if (this.#isRunning) execFileSync('doveadm', ['-c', this.file, 'stop'], { stdio: 'pipe' });
    this.#isRunning = false;
  }

  [Symbol.dispose](): void {
    this.stop();
  }
}
