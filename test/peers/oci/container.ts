import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The configuration of an image that a runtime uses, as the OCI image specification spells it. */
export interface ImageConfig {
  readonly User: string;
  readonly Env: readonly string[];
  readonly WorkingDir: string;
  readonly Entrypoint: readonly string[];
  readonly Cmd: readonly string[];
  readonly Volumes: Readonly<Record<string, unknown>>;
  readonly Labels: Readonly<Record<string, string>>;
}

/** A directory of the host in a container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');

/**
 * A container as a runtime starts it with a read-only root file system: its own PID and mount namespace, the
 * account and command of the image, no capability and no new privileges.
 */
export class Container implements Disposable {
  /** The lines of standard output, complete after the exit. */
  readonly lines: string[] = [];
  readonly #root: string;
  readonly #config: ImageConfig;
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown[]>;

  /** @param root the root directory of the image, which gets mount points */
  constructor(root: string, config: ImageConfig, mounts: readonly Mount[]) {
    this.#root = root;
    this.#config = config;
    for (const { target } of mounts) mkdirSync(join(root, target), { recursive: true });
    writeFileSync(join(root, 'dev/null'), '');
    const binds = mounts.map(({ source, target, isReadOnly }) => {
      const at = join(root, target);
      const bind = `mount ${quoted(['--bind', source, at])}`;
      return isReadOnly ? `${bind}\nmount ${quoted(['-o', 'remount,bind,ro', at])}` : bind;
    });
    const script = [
      'set -e',
      `mount ${quoted(['--bind', root, root])}`,
      `mount ${quoted(['-t', 'proc', 'proc', join(root, 'proc')])}`,
      `mount ${quoted(['--bind', '/dev/null', join(root, 'dev/null')])}`,
      ...binds,
      `mount ${quoted(['-o', 'remount,bind,ro', root])}`,
      `exec ${quoted(this.#inside([...config.Entrypoint, ...config.Cmd]))}`,
    ].join('\n');
    const parameters = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script];
    this.#process = spawn('unshare', parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#exit = once(this.#process, 'exit');
    if (this.#process.stdout !== null)
      createInterface(this.#process.stdout).on('line', (line) => this.lines.push(line));
  }

  /** Returns the command line that starts a command in the root directory, as the account of the image. */
  #inside(command: readonly string[]): readonly string[] {
    const { User, Env } = this.#config;
    const drop = ['setpriv', '--no-new-privs', '--bounding-set=-all,+sys_chroot,+setuid,+setgid'];
    return [...drop, 'chroot', `--userspec=${User}`, '--groups=', this.#root, 'env', '-i', ...Env, ...command];
  }

  /** PID of the first process of the container, as this host sees it. */
  get pid(): number {
    const parent = this.#process.pid;
    return Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim());
  }

  /** Runs a command in the container, as `docker exec` does. */
  exec(...command: readonly string[]): SpawnSyncReturns<string> {
    const parameters = ['--target', String(this.pid), '--mount', '--pid', '--', ...this.#inside(command)];
    return spawnSync('nsenter', parameters, { encoding: 'utf8' });
  }

  /** Sends SIGTERM to the first process, and returns the exit code and the milliseconds until the exit. */
  async stop(): Promise<{ readonly code: unknown; readonly milliseconds: number }> {
    const start = performance.now();
    process.kill(this.pid, 'SIGTERM');
    const [code] = await this.#exit;
    return { code, milliseconds: performance.now() - start };
  }

  [Symbol.dispose](): void {
    if (this.#process.exitCode !== null) return;
    // The first process outlives unshare, because a changed account clears the signal for its parent's death.
    process.kill(this.pid, 'SIGKILL');
  }
}
