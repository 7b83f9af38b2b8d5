import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import configuration from '../../rolldown.config.ts';
import type { TemporaryFolder } from '../fixtures/temporary-folder.ts';
import type { ShownTo } from './compare-shown.ts';
import type { Heard } from './compare-told.ts';
import type { ToldOrder } from './told-order.ts';

const SOURCE = fileURLToPath(new URL('told-daemon.ts', import.meta.url));

const sharedMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** How one life of the daemon is to end. */
interface Ending {
  /** ms after it has begun to work; undefined: by itself. */
  readonly killAfterMs?: number;
  /** After so long it is ended as one that hangs, ms. */
  readonly patienceMs?: number;
  /** What is done once it has begun to work. */
  readonly meanwhile?: () => Promise<void>;
}

/** Lives of the daemon of told-daemon.ts, and who is told by it. */
export class ToldLives implements AsyncDisposable {
  heard: Heard[] = [];
  shown: ShownTo[] = [];
  /** When /hangs was being asked, until whoever asked gave up: ms of the clock that all processes share. */
  hung: (readonly [fromMs: number, untilMs: number])[] = [];
  kills = 0;
  lives = 0;
  readonly #daemon: string;
  /** Answers at once, but on /hangs, where it never does. */
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

  /** @param name of the folder that the daemon is built into: no two tests share one */
  static async open(name: string): Promise<ToldLives> {
    // Within the repository, where its packages are found.
    const daemon = fileURLToPath(new URL(`../../var/${name}/daemon.js`, import.meta.url));
    await build({ ...configuration[0], input: { daemon: SOURCE }, output: { dir: dirname(daemon) } });
    const lives = new ToldLives(daemon);
    await new Promise<void>((resolve) => lives.#server.listen(0, '127.0.0.1', resolve));
    return lives;
  }

  /** Forgets what was heard. */
  begin(): void {
    this.heard = [];
    this.shown = [];
    this.hung = [];
    this.kills = 0;
  }

  /** One life of the daemon. Answers how it ended. */
  async live(
    folder: TemporaryFolder,
    order: Partial<ToldOrder>,
    { killAfterMs, patienceMs = 60_000, meanwhile }: Ending = {},
  ): Promise<string> {
    const { port } = this.#server.address() as AddressInfo;
    this.lives += 1;
    const given: ToldOrder = {
      ...{ stateDirectory: folder.at('state'), url: `http://127.0.0.1:${port}/${this.lives}`, passes: 0, everyMs: 30 },
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
