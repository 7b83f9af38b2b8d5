import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, test, vi } from 'vitest';
import { MINUTE } from '../../src/domain/time.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const [NAMES, CONNECTORS_EACH] = [100, 10];

/**
 * A receiver in a separate process, so that its CPU time is not counted. /hangs is never answered.
 * It prints each path with the number of records.
 */
const RECEIVER = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; });
    request.on('end', () => {
      process.stdout.write(request.url + ' ' + JSON.parse(text).data.records.length + '\\n');
      if (request.url !== '/hangs') response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(server.address().port + '\\n'));
`;

class Receivers implements Disposable {
  readonly #child = spawn(process.execPath, ['--input-type=module', '-e', RECEIVER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  readonly #sizes = new Map<string, number[]>();

  async listen(): Promise<string> {
    const lines = createInterface({ input: this.#child.stdout });
    const port = await new Promise<string>((resolve) => lines.once('line', resolve));
    lines.on('line', (line) => {
      const [path = '', size = '0'] = line.split(' ');
      this.#sizes.set(path, [...this.of(path), Number(size)]);
    });
    return `http://127.0.0.1:${port}`;
  }

  /** Returns the number of records of each request to a path. */
  of(path: string): readonly number[] {
    return this.#sizes.get(path) ?? [];
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}

/**
 * Configures a computer with a thousand connectors, ten for each name, without any matching
 * certificate.
 */
function configure(scene: Scene, notifiers: string): void {
  const connectors = Array.from({ length: NAMES * CONNECTORS_EACH }, (_, index) => ({
    name: `c${index}`,
    direction: 'receive',
    fqdn: `n${index % NAMES}.contoso.com`,
  }));
  scene.directory.write('store/README', '');
  scene.configure(
    `stores: [{ name: Other, path: store }]\nrepeatInterval: 1h\nconnectors: ${JSON.stringify(connectors)}\nnotifiers: [${notifiers}]\n`,
  );
}

describe('a thousand conditions raised at once', () => {
  test('reach each notifier by its grouping, and take memory for current deliveries, not for waiting ones', {
    timeout: 120_000,
  }, async () => {
    using receivers = new Receivers();
    const url = await receivers.listen();
    await using scene = new Scene(NOON);
    configure(
      scene,
      ['together', 'single', 'hangs']
        .map(
          (name) =>
            `{ name: ${name}, type: webhook, url: "${url}/${name}", groupWait: ${name === 'single' ? '0s' : '1s'} }`,
        )
        .join(', '),
    );
    const before = process.memoryUsage.rss();
    expect(await scene.start()).toHaveLength(NAMES * CONNECTORS_EACH);
    await vi.waitFor(() => expect(receivers.of('/single')).toHaveLength(NAMES * CONNECTORS_EACH), 90_000);
    // The clock of the scene only advances when it is set: a group is due then.
    scene.now += MINUTE;
    await scene.pass();
    await vi.waitFor(() => expect(receivers.of('/together')).toHaveLength(NAMES), 30_000);
    expect(new Set(receivers.of('/together'))).toEqual(new Set([CONNECTORS_EACH]));
    expect(new Set(receivers.of('/single'))).toEqual(new Set([1]));
    expect(receivers.of('/hangs').length).toBeLessThan(3);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  });

  test('delay no scan by more than a tenth', { timeout: 300_000 }, async () => {
    using receivers = new Receivers();
    const url = await receivers.listen();
    const notifiers = ['single', 'hangs', 'other'].map(
      (name) => `{ name: ${name}, type: webhook, url: "${url}/${name}", groupWait: 0s }`,
    );
    /** Returns the shortest duration of several scans during notification, in ms. */
    const quickest = async (events: readonly string[]): Promise<number> => {
      await using scene = new Scene(NOON);
      configure(scene, events.join(', '));
      await scene.start();
      const times: number[] = [];
      for (let pass = 0; pass < 6; pass += 1) {
        const begun = performance.now();
        await scene.pass();
        times.push(performance.now() - begun);
      }
      return Math.min(...times);
    };
    let [single, together] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 15; round += 1) {
      single = Math.min(single, await quickest([]));
      together = Math.min(together, await quickest(notifiers));
      if (round > 0 && together < single * 1.1) break;
    }
    expect(together).toBeLessThan(single * 1.1);
  });
});
