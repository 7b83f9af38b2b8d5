import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import configuration from '../../rolldown.config.ts';
import type { TemporaryDirectory } from '../fixtures/temporary-directory.ts';
import type { ChaosOrder } from './chaos-order.ts';
import type { Heard } from './compare-deliveries.ts';
import type { ShownTo } from './compare-shown.ts';

const SOURCE = fileURLToPath(new URL('chaos-daemon.ts', import.meta.url));

const sharedMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** How one run (life) of the daemon ends, and what happens before. */
interface Ending {
  /** Time from the start of the daemon's work to its kill, ms; undefined: it is not killed. */
  readonly killAfterMs?: number;
  /** Time after which a daemon that does not end is killed, ms. */
  readonly patienceMs?: number;
  /** Called when the daemon has begun to work. */
  readonly meanwhile?: () => Promise<void>;
}

/** Runs the daemon of chaos-daemon.ts several times (lives), with the receivers of its alerts. */
export class ChaosLives implements AsyncDisposable {
  heard: Heard[] = [];
  shown: ShownTo[] = [];
  /**
   * The time of each request to /hangs, from its start to its cancellation, in ms of the monotonic
   * clock.
   */
  hung: (readonly [fromMs: number, untilMs: number])[] = [];
  kills = 0;
  lives = 0;
  readonly #daemon: string;
  /** Answers immediately, except at /hangs, where it never answers. */
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const atMs = sharedMs();
      const [, life = '', receiver = ''] = (request.url ?? '').split('/');
      const body = JSON.parse(Buffer.concat(chunks).toString());
      if (receiver === 'mirror') this.shown.push(...body);
      else this.heard.push({ receiver, deliveryId: String(request.headers['webhook-id']), records: body, atMs, life });
      if (receiver !== 'hangs') response.writeHead(200).end('{}');
      else response.once('close', () => this.hung.push([atMs, sharedMs()]));
    });
  });

  private constructor(daemon: string) {
    this.#daemon = daemon;
  }

  /** @param name the name of the build directory, different for each test */
  static async open(name: string): Promise<ChaosLives> {
    // The directory is in the repository, so that Node finds its packages.
    const daemon = fileURLToPath(new URL(`../../var/${name}/daemon.js`, import.meta.url));
    await build({ ...configuration[0], input: { daemon: SOURCE }, output: { dir: dirname(daemon) } });
    const lives = new ChaosLives(daemon);
    await new Promise<void>((resolve) => lives.#server.listen(0, '127.0.0.1', resolve));
    return lives;
  }

  /** Clears the received requests. */
  begin(): void {
    this.heard = [];
    this.shown = [];
    this.hung = [];
    this.kills = 0;
  }

  /** Runs one life of the daemon and returns how it ended. */
  async live(
    directory: TemporaryDirectory,
    order: Partial<ChaosOrder>,
    { killAfterMs, patienceMs = 60_000, meanwhile }: Ending = {},
  ): Promise<string> {
    const { port } = this.#server.address() as AddressInfo;
    this.lives += 1;
    const given: ChaosOrder = {
      ...{
        stateDirectory: directory.at('state'),
        url: `http://127.0.0.1:${port}/${this.lives}`,
        passes: 0,
        intervalMs: 30,
      },
      ...order,
    };
    const daemon = spawn(process.execPath, [this.#daemon, JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const late = setTimeout(() => daemon.kill('SIGABRT'), patienceMs);
    let done: Promise<void> | undefined;
    daemon.stdout.once('data', () => {
      done = meanwhile?.();
      if (killAfterMs !== undefined) setTimeout(() => daemon.kill('SIGKILL'), killAfterMs);
    });
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      daemon.once('exit', (...how) => resolve(how)),
    );
    clearTimeout(late);
    await done;
    if (signal === 'SIGKILL') this.kills += 1;
    return signal ?? `exit ${code}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
