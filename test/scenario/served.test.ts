import { renameSync, utimesSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { MailServer } from './mail-server.ts';
import { Scene } from './scene.ts';

const NAME = 'mail.contoso.com';
/** The current time in whole seconds, as in certificates. */
const BASE = Math.floor(Date.now() / SECOND) * SECOND;
const WAIT = { timeout: 20_000, interval: 20 };

const made = (days: number, from = BASE - DAY): MadeCertificate =>
  makeCertificate({ commonName: NAME, notBefore: from, notAfter: BASE + days * DAY });

/** Replaces the file of the server by a certificate and key with this modification time. */
function place(scene: Scene, { certificatePem, privateKeyPem }: MadeCertificate, at: Instant): void {
  scene.directory.write('next.pem', privateKeyPem + certificatePem, 0o600);
  utimesSync(scene.directory.at('next.pem'), at / SECOND, at / SECOND);
  renameSync(scene.directory.at('next.pem'), scene.directory.at('chain.pem'));
}

/** Returns a daemon that probes one server every 40 ms, on a host without other problems. */
function sceneOf(server: MailServer, keys = ''): Scene {
  const scene = new Scene(BASE + HOUR);
  scene.probeLimits = { intervalMs: 40, maxConcurrent: 4, hostIntervalMs: 0 };
  scene.settling = { quietMs: 20, maxDelayMs: 100 };
  scene.directory.write('archive/README', '');
  scene.configure(`
trust: []
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
  - name: Edge
    direction: receive
    fqdn: ${NAME}
    certificateFile: chain.pem
    probe: { url: "smtp://127.0.0.1:${server.port}", timeout: 2s }
    reload: [systemctl, reload, postfix]
    ${keys}
`);
  return scene;
}

const textOf = (scene: Scene, eventId: number): EventRecord | undefined =>
  scene.events.findLast((record) => record.eventId === eventId);
const eventIdsOf = (scene: Scene): readonly number[] =>
  scene.events.map(({ eventId }) => eventId).filter((eventId) => eventId >= 1002);
/** Waits until the server was probed a number of times more. */
async function asked(server: MailServer, times: number): Promise<void> {
  const until = server.greeted + times;
  await expect.poll(() => server.greeted, WAIT).toBeGreaterThanOrEqual(until);
}

describe('a certificate that is renewed on disk', () => {
  it('and not served after its grace is reported, with the command, until it is served', async () => {
    const [old, renewed] = [made(300), made(700, BASE)];
    await using server = await MailServer.start(old);
    await using scene = sceneOf(server);
    place(scene, old, BASE - HOUR);
    await scene.start();
    await asked(server, 3);
    await scene.pass();
    expect(eventIdsOf(scene)).toEqual([]);

    const written = BASE + 2 * HOUR;
    place(scene, renewed, written);
    await scene.pass(written + SECOND);
    scene.now = written + 14 * MINUTE;
    await asked(server, 5);
    await scene.pass();
    expect(eventIdsOf(scene)).toEqual([]);

    scene.now = written + 16 * MINUTE;
    await expect.poll(() => textOf(scene, 1406), WAIT).toBeDefined();
    const { parameters, remedy, facts } = textOf(scene, 1406) ?? {};
    expect(parameters?.slice(0, 3)).toEqual(['Edge', old.thumbprint, renewed.thumbprint]);
    expect(remedy).toContainEqual(['systemctl', 'reload', 'postfix']);
    expect(facts?.connectors).toEqual(['Edge']);

    scene.now = written + 20 * MINUTE;
    server.load(renewed);
    await expect.poll(() => eventIdsOf(scene), WAIT).toEqual([1406, 1900]);
    expect(textOf(scene, 1900)?.parameters.slice(0, 2)).toEqual(['1406', expect.any(String)]);
    await asked(server, 5);
    await scene.pass();
    expect(eventIdsOf(scene)).toEqual([1406, 1900]);
  });

  it('and served within its grace is not reported', async () => {
    const [old, renewed] = [made(300), made(700, BASE)];
    await using server = await MailServer.start(old);
    await using scene = sceneOf(server);
    place(scene, old, BASE - HOUR);
    await scene.start();
    await asked(server, 3);
    const written = BASE + 2 * HOUR;
    place(scene, renewed, written);
    await scene.pass(written + SECOND);
    await asked(server, 3);
    server.load(renewed);
    await asked(server, 3);
    scene.now = written + 2 * HOUR;
    await asked(server, 3);
    await scene.pass();
    expect(eventIdsOf(scene)).toEqual([]);
  });
});

describe('a server that does not respond', () => {
  it('once is not reported; a second time in succession is, once, until it responds again', async () => {
    const certificate = made(300);
    await using server = await MailServer.start(certificate);
    await using scene = sceneOf(server);
    place(scene, certificate, BASE - HOUR);
    await scene.start();
    await asked(server, 3);

    server.drop(1);
    await asked(server, 4);
    await scene.pass();
    expect(eventIdsOf(scene)).toEqual([]);

    server.drop(Number.POSITIVE_INFINITY);
    await expect.poll(() => textOf(scene, 1400), WAIT).toBeDefined();
    expect(textOf(scene, 1400)?.parameters).toEqual(['Edge', `smtp://127.0.0.1:${server.port}`, 'connection_lost']);
    await asked(server, 5);
    await scene.pass();
    expect(eventIdsOf(scene)).toEqual([1400]);

    server.drop(0);
    await expect.poll(() => eventIdsOf(scene), WAIT).toEqual([1400, 1900]);
  });

  it('shows the last result after a restart, and judges nothing by it: 1400 says that no probe succeeded', async () => {
    const theirs = made(10);
    await using server = await MailServer.start(theirs);
    await using scene = sceneOf(server);
    scene.configure(`
trust: []
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
  - { name: To Fabrikam, direction: send, starttls: true, certificateFile: chain.pem, probe: { url: "smtp://127.0.0.1:${server.port}", timeout: 1s, name: ${NAME} } }
`);
    place(scene, made(700), BASE - HOUR);
    await scene.start();
    await asked(server, 3);
    await scene.pass();
    server.silence(() => true);
    await scene.stop();
    expect(eventIdsOf(scene)).not.toContain(12020);

    scene.now = BASE + 9 * DAY;
    await scene.start();
    expect((await scene.probes()).get('To Fabrikam')?.result).toMatchObject({
      kind: 'unavailable',
      last: { value: [{ address: '127.0.0.1' }] },
    });
    scene.now = BASE + 10 * DAY + SECOND;
    await expect.poll(() => textOf(scene, 1400), WAIT).toBeDefined();
    await scene.pass();
    expect(eventIdsOf(scene)).not.toContain(12020);
    expect((await scene.probes()).get('To Fabrikam')?.result).toMatchObject({
      value: [{ conversation: { kind: 'unavailable', last: { at: BASE + HOUR } } }],
    });
  });
});

describe('STARTTLS', () => {
  it('that was offered and is missing is reported as withdrawn, until it is offered again', async () => {
    const certificate = made(300);
    await using server = await MailServer.start(certificate);
    await using scene = sceneOf(server);
    place(scene, certificate, BASE - HOUR);
    await scene.start();
    await asked(server, 3);
    await scene.pass();
    server.offerStarttls(false);
    await expect.poll(() => eventIdsOf(scene), WAIT).toEqual([1402]);
    server.offerStarttls(true);
    await expect.poll(() => eventIdsOf(scene), WAIT).toEqual([1402, 1900]);
  });

  it('that was offered before a restart is known to have been', async () => {
    const certificate = made(300);
    await using server = await MailServer.start(certificate);
    await using scene = sceneOf(server);
    place(scene, certificate, BASE - HOUR);
    await scene.start();
    await asked(server, 3);
    await scene.pass();
    await scene.stop();
    server.offerStarttls(false);
    await scene.start();
    await expect.poll(() => eventIdsOf(scene), WAIT).toEqual([1402]);
  });
});

describe('a reload of the configuration', () => {
  it('keeps the state of a connector that stays, and starts without history for one that is moved', async () => {
    const certificate = made(300);
    await using server = await MailServer.start(certificate);
    await using other = await MailServer.start(certificate);
    await using scene = sceneOf(server);
    place(scene, certificate, BASE - HOUR);
    await scene.start();
    await asked(server, 3);
    await scene.pass();
    server.silence(() => true);
    scene.probeLimits = { intervalMs: HOUR, maxConcurrent: 4, hostIntervalMs: 0 };
    await scene.reload();
    server.offerStarttls(false);
    server.silence(() => false);
    scene.probeLimits = { intervalMs: 40, maxConcurrent: 4, hostIntervalMs: 0 };
    await scene.reload();
    await expect.poll(() => textOf(scene, 1402), WAIT).toBeDefined();

    other.offerStarttls(false);
    const text = scene.read();
    expect(text.inventory.connectors[0]?.probe?.port).toBe(server.port);
    scene.configure(`
trust: []
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
  - { name: Edge, direction: receive, fqdn: ${NAME}, certificateFile: chain.pem, probe: "smtp://127.0.0.1:${other.port}" }
`);
    await scene.reload();
    await expect.poll(() => textOf(scene, 1401), WAIT).toBeDefined();
  });
});

describe('two thousand unresponsive servers at once', () => {
  it('delay neither the others nor a scan', async () => {
    const certificate = made(300);
    await using server = await MailServer.start(certificate, '0.0.0.0');
    server.silence((address) => address.startsWith('127.1.'));
    await using scene = new Scene(BASE + HOUR);
    scene.probeLimits = { intervalMs: 2000, maxConcurrent: 128, hostIntervalMs: 100 };
    scene.settling = { quietMs: 20, maxDelayMs: 100 };
    scene.directory.write('archive/README', '');
    const connectors = (front: string, name: string, count: number, timeout: string): string =>
      Array.from({ length: count }, (_, at) => {
        const address = `${front}.${at >> 8}.${at & 255}`;
        const url = `smtp://${address}:${server.port}`;
        return `  - { name: ${name} ${at}, direction: send, probe: { url: "${url}", timeout: ${timeout}, name: ${NAME} } }\n`;
      }).join('');
    scene.configure(`
trust: []
stores: [{ name: Archive, path: archive, personal: false }]
internalTransportCertificate: none
connectors:
${connectors('127.1', 'Silent', 2000, '1s')}${connectors('127.2', 'Good', 40, '20s')}`);
    await scene.start();

    const good = async (): Promise<readonly number[]> =>
      [...(await scene.probes())].flatMap(([name, { result }]) =>
        name.startsWith('Good') && result.kind === 'available' ? [result.at] : [],
      );
    await expect.poll(async () => (await good()).length, { timeout: 80_000, interval: 500 }).toBe(40);

    // From now on, these addresses are known to answer. Until each of them is probed three more
    // times, few of the silent addresses are probed as often.
    const before = server.greetedAt;
    const since = (front: string): readonly number[] =>
      [...server.greetedAt].flatMap(([address, count]) =>
        address.startsWith(front) ? [count - (before.get(address) ?? 0)] : [],
      );
    await expect.poll(() => Math.min(...since('127.2.')), { timeout: 80_000, interval: 100 }).toBeGreaterThanOrEqual(3);
    const silent = since('127.1.').reduce((sum, count) => sum + count, 0);
    expect(silent).toBeGreaterThan(0);
    expect(silent).toBeLessThan(2 * 2000);

    const greeted = (): number => [...server.greetedAt.values()].reduce((sum, count) => sum + count, 0);
    scene.directory.write('archive/mail.pem', made(400).certificatePem);
    const asked = greeted();
    await scene.pass();
    // A scan that waits for the silent addresses would end after each address was probed once more.
    expect(greeted() - asked).toBeLessThan(2000);
    expect((await good()).length).toBe(40);
  }, 180_000);
});
