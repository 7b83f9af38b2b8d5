import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { openCommandLedger } from '../../src/adapters/sqlite/ledger/open-command-ledger.ts';
import { DAY } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { Scene } from './scene.ts';

const NOON = Date.UTC(2026, 10, 24, 12);

interface Heard {
  readonly path: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A server that stores requests and answers with a given status. */
class Endpoint implements AsyncDisposable {
  readonly heard: Heard[] = [];
  status = 204;
  readonly #server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const id = String(request.headers['webhook-id']);
      this.heard.push({ path: request.url ?? '', id, body: text === '' ? {} : JSON.parse(text) });
      response.writeHead(this.status).end();
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  ids(): readonly string[] {
    return this.heard.map(({ id }) => id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const until = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 15_000, interval: 20 });

const connectors = 'connectors: [{ name: Internet, direction: receive, fqdn: mail.contoso.com }]';

describe('a configured webhook', () => {
  test('gets raised and resolved conditions, each once, over reloads and restarts', async () => {
    await using endpoint = new Endpoint();
    const url = await endpoint.listen();
    await using scene = new Scene(NOON);
    const configure = (more = ''): void =>
      scene.configure(
        `stores: [{ name: Other, path: store }]\n${connectors}\nnotifiers: [{ name: ops, type: webhook, url: "${url}/in", groupWait: 0s }${more}]\n`,
      );
    configure();
    scene.directory.write('store/README', '');
    await scene.start();
    await until(() => expect(endpoint.heard).toHaveLength(1));
    await scene.reload();
    await scene.stop();
    await scene.start();
    const made = makeCertificate({ commonName: 'mail.contoso.com', notBefore: NOON - DAY, notAfter: NOON + 365 * DAY });
    scene.directory.write('store/mail.pem', made.certificatePem);
    scene.directory.write('store/mail.key', made.privateKeyPem, 0o600);
    await scene.pass();
    await until(() => expect(endpoint.heard).toHaveLength(2));
    expect(new Set(endpoint.ids()).size).toBe(2);
    configure(`, { name: late, type: webhook, url: "${url}/late" }`);
    await scene.reload();
    await scene.pass();
    expect(endpoint.heard.map(({ path }) => path)).toEqual(['/in', '/in']);
  });

  test('that answers 410 is disabled: 1501 is sent to the others, and after a reload it gets the waiting alerts', async () => {
    await using endpoint = new Endpoint();
    await using other = new Endpoint();
    endpoint.status = 410;
    await using scene = new Scene(NOON);
    scene.configure(
      `stores: [{ name: Other, path: store }]\n${connectors}
notifiers:
  - { name: ops, type: webhook, url: "${await endpoint.listen()}/", groupWait: 0s }
  - { name: others, type: webhook, url: "${await other.listen()}/", groupWait: 0s }\n`,
    );
    scene.directory.write('store/README', '');
    await scene.start();
    await until(() => expect(other.heard).toHaveLength(2));
    const disabled = (await scene.records()).find(({ eventId }) => eventId === 1501);
    expect(disabled).toMatchObject({ parameters: ['ops', expect.stringContaining('410')], facts: { reason: 'gone' } });
    expect(endpoint.heard).toHaveLength(1);
    endpoint.status = 204;
    scene.rules = [];
    await scene.pass();
    await until(() => expect(other.heard).toHaveLength(3));
    await scene.reload();
    await until(() => expect(endpoint.heard).toHaveLength(3));
    expect(endpoint.heard.map(({ body }) => body['type'])).toEqual([
      'mailcertd.alert.raised',
      'mailcertd.alert.raised',
      'mailcertd.alert.cleared',
    ]);
    expect(endpoint.ids()[1]).toBe(endpoint.ids()[0]);
  });

  test('gets nothing that a silence of another process covers, until that is ended', async () => {
    await using endpoint = new Endpoint();
    await using scene = new Scene(NOON);
    const partner = '{ name: Partner, direction: receive, fqdn: partner.contoso.com }';
    scene.configure(
      `stores: [{ name: Other, path: store }]\n${connectors.replace(']', `, ${partner}]`)}
notifiers: [{ name: ops, type: webhook, url: "${await endpoint.listen()}/", groupWait: 0s, match: { ids: [12014] } }]\n`,
    );
    scene.directory.write('store/README', '');
    scene.rules = [];
    await scene.start();
    using orders = openCommandLedger(scene.directory.at('state'));
    await orders.add({
      ...{ silenceId: 's', match: { names: ['mail.*'] }, startsAt: NOON, endsAt: undefined, isUntilCleared: false },
      ...{ conditionIds: [], reason: 'known', createdBy: 'root', createdAt: NOON },
    });
    scene.rules = undefined;
    await scene.pass();
    await until(() => expect(endpoint.heard).toHaveLength(1));
    expect(JSON.stringify(endpoint.heard[0]?.body)).toContain('partner.contoso.com');
    expect(await orders.deliveries({})).toHaveLength(1);
    expect(await orders.expire('s', NOON)).toBe(true);
    await until(() => expect(endpoint.heard).toHaveLength(2));
    expect(JSON.stringify(endpoint.heard[1]?.body)).toContain('mail.contoso.com');
  });
});
