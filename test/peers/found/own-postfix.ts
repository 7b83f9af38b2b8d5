import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { listeningSockets } from './listening-sockets.ts';

/** The services that every session needs. */
const OTHER_SERVICES = [
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'tlsproxy unix - - n - 0 tlsproxy',
  'dnsblog unix - - n - 0 dnsblog',
  'postlog unix-dgram n - n - 1 postlogd',
  'proxymap unix - - n - - proxymap',
  'anvil unix - - n - 1 anvil',
  'rewrite unix - - n - - trivial-rewrite',
];

/** A Postfix with its configuration in a separate directory. It requires root. */
export class OwnPostfix implements Disposable {
  /** The directory of its configuration. */
  readonly directory: string;
  readonly #files: TemporaryDirectory;
  readonly #name: string;
  #isRunning = false;

  constructor(files: TemporaryDirectory, name: string) {
    this.#files = files;
    this.#name = name;
    this.directory = files.at(name);
    chmodSync(files.path, 0o755);
    mkdirSync(files.at(`${name}-spool`));
    mkdirSync(files.at(`${name}-data`), { mode: 0o700 });
    execFileSync('chown', ['postfix', files.at(`${name}-data`)]);
  }

  /** Writes main.cf and master.cf; the defaults are minimal. */
  write(main: Readonly<Record<string, string>>, services: readonly string[]): void {
    const settings = {
      compatibility_level: '3.6',
      queue_directory: this.#files.at(`${this.#name}-spool`),
      data_directory: this.#files.at(`${this.#name}-data`),
      command_directory: '/usr/sbin',
      daemon_directory: '/usr/lib/postfix/sbin',
      inet_interfaces: '127.0.0.1',
      inet_protocols: 'all',
      myhostname: 'mail01.contoso.com',
      mydestination: '',
      alias_maps: '',
      smtpd_peername_lookup: 'no',
      smtpd_tls_security_level: 'may',
      // After a crash because of incomplete settings, a service is restarted after 1 s instead of a
      // minute.
      service_throttle_time: '1s',
      maillog_file_prefixes: this.#files.path,
      maillog_file: this.#files.at(`${this.#name}-data`, 'log'),
      ...main,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
    this.#replace('main.cf', lines.join(''));
    this.#replace('master.cf', `${[...services, ...OTHER_SERVICES].join('\n')}\n`);
  }

  /** Starts or reloads it. New addresses require a restart. */
  apply(isListeningElsewhere: boolean): void {
    if (this.#isRunning && isListeningElsewhere) this.#run('stop');
    this.#run(this.#isRunning && !isListeningElsewhere ? 'reload' : 'start');
    this.#isRunning = true;
  }

  listening(): readonly string[] {
    return listeningSockets(Number(readFileSync(this.#files.at(`${this.#name}-spool/pid/master.pid`), 'utf8')));
  }

  log(): string {
    return readFileSync(this.#files.at(`${this.#name}-data`, 'log'), 'utf8');
  }

  /** Stops it if it runs; `apply` starts it again. */
  stop(): void {
    if (this.#isRunning) this.#run('stop');
    this.#isRunning = false;
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** Replaces a file by one rename, because a running process may read it at any time. */
  #replace(file: string, content: string): void {
    renameSync(this.#files.write(`${this.#name}/${file}.fresh`, content), this.#files.at(this.#name, file));
  }

  #run(what: string): void {
    execFileSync('/usr/sbin/postfix', ['-c', this.directory, what], { stdio: 'pipe' });
  }
}
