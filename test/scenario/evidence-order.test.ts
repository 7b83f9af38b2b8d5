import { renameSync, rmSync, utimesSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/domain/event/event-record.ts';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { MailServer } from './mail-server.ts';
import { Scene } from './scene.ts';

const NAME = 'mail.contoso.com';
/** The current time in whole seconds, as in certificates. */
const BASE = Math.floor(Date.now() / SECOND) * SECOND;
const WAIT = { timeout: 30_000, interval: 20 };

const made = (days: number, from = BASE - DAY): MadeCertificate =>
  makeCertificate({ commonName: NAME, notBefore: from, notAfter: BASE + days * DAY });

/** Replaces the file of the server by a certificate and key with this modification time. */
function place(scene: Scene, { certificatePem, privateKeyPem }: MadeCertificate, at: Instant): void {
  scene.directory.write('next.pem', privateKeyPem + certificatePem, 0o600);
  utimesSync(scene.directory.at('next.pem'), at / SECOND, at / SECOND);
  renameSync(scene.directory.at('next.pem'), scene.directory.at('chain.pem'));
}

const eventsOf = (scene: Scene): readonly number[] =>
  scene.events.map(({ eventId }) => eventId).filter((eventId) => eventId >= 1002);
const last = (scene: Scene, eventId: number): EventRecord | undefined =>
  scene.events.findLast((record) => record.eventId === eventId);

describe('a certificate file that is removed from a server, and restored', () => {
  const certificate = made(300);
  let server: MailServer;
  let scene: Scene;

  /** Starts a daemon with two connectors of one server that use the same file. */
  async function begin(intervalMs: number): Promise<void> {
    server = await MailServer.start(certificate);
    scene = new Scene(BASE + HOUR);
    scene.probeLimits = { intervalMs, maxConcurrent: 4, hostIntervalMs: 0 };
    scene.settling = { quietMs: 20, maxDelayMs: 100 };
    const connector = (name: string): string =>
      `  - { name: ${name}, direction: receive, fqdn: ${NAME}, certificateFile: chain.pem, probe: { url: "smtp://127.0.0.1:${server.port}", timeout: 2s } }\n`;
    scene.configure(`
trust: []
stores: []
internalTransportCertificate: none
connectors:
${connector('Edge')}${connector('Submission')}`);
    place(scene, certificate, BASE - HOUR);
    await scene.start();
    await expect.poll(async () => (await scene.probes()).get('Submission')?.result.kind, WAIT).toBe('available');
    rmSync(scene.directory.at('chain.pem'));
    server.refuseStarttls(true);
    await scene.pass(BASE + 2 * HOUR);
    await expect.poll(() => eventsOf(scene), WAIT).toEqual([12014]);
  }
  afterEach(async () => {
    await scene[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('is resolved by the probes after the repair, and nothing is raised by those before it', async () => {
    await begin(30 * MINUTE);
    // A probe with an unchanged result that no scan has used is older than the repair, too.
    await expect.poll(() => server.greeted, WAIT).toBeGreaterThanOrEqual(3);
    server.refuseStarttls(false);
    place(scene, certificate, BASE - HOUR);
    await scene.pass(BASE + 3 * HOUR);
    expect(eventsOf(scene)).toEqual([12014]);
    await expect.poll(() => eventsOf(scene), WAIT).toEqual([12014, 1900]);
    expect(last(scene, 1900)?.facts.cleared?.evidence).toEqual({
      scope: 'probe:Edge',
      at: BASE + 3 * HOUR,
      reason: 'observed',
      thumbprint: certificate.thumbprint,
    });
  }, 60_000);

  it('is not resolved while the server still refuses: it continues as the condition of the server', async () => {
    await begin(2 * SECOND);
    place(scene, certificate, BASE - HOUR);
    await scene.pass(BASE + 3 * HOUR);
    expect(eventsOf(scene)).toEqual([12014]);
    await expect.poll(() => eventsOf(scene).toSorted((a, b) => a - b), WAIT).toEqual([1402, 1402, 1900, 12014]);
    expect(last(scene, 1900)?.facts.cleared?.evidence.reason).toBe('reclassified');
    // One commit contains both events: a condition was open at all times.
    const times = scene.events.filter(({ eventId }) => eventId === 1402 || eventId === 1900);
    expect(new Set(times.map(({ timeCreated }) => timeCreated)).size).toBe(1);

    server.refuseStarttls(false);
    await expect.poll(() => eventsOf(scene).filter((eventId) => eventId === 1900).length, WAIT).toBe(3);
    const results = [...(await scene.probes()).values()].map(({ result }) => JSON.stringify(result));
    expect(new Set(results).size).toBe(1);
  }, 60_000);
});
