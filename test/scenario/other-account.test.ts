import { chmodSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { asUnprivileged } from '../fixtures/as-unprivileged.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needsRoot } from '../peers/needs.ts';
import { COMMANDS, comparable, openLogToGroup, type } from './group-member.ts';
import { MailServer } from './mail-server.ts';
import { Scene } from './scene.ts';

describe.runIf(needsRoot())('a member of the group of the event log', () => {
  test('gets the same answers as root, although it may not read certificates and keys', async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const made = (name: string, days: number) =>
      makeCertificate({ commonName: name, dnsNames: [name], notBefore: now - 30 * DAY, notAfter: now + days * DAY });
    const served = made('mail.contoso.com', 300);
    await using server = await MailServer.start(served);
    await using scene = new Scene(now);
    scene.probeLimits = { intervalMs: 40, maxConcurrent: 4, hostIntervalMs: 0 };
    const { certificatePem, privateKeyPem } = made('mx.contoso.com', 9);
    scene.directory.write('live/mx/fullchain.pem', certificatePem);
    scene.directory.write('live/mx/privkey.pem', privateKeyPem, 0o600);
    scene.directory.write('private/chain.pem', served.privateKeyPem + served.certificatePem, 0o600);
    scene.configure(`
computer: mail01.contoso.com
trust: []
internalTransportCertificate: none
stores: [{ name: certbot, path: live }]
connectors:
  - { name: MX, direction: receive, fqdn: mx.contoso.com }
  - { name: Missing, direction: receive, fqdn: missing.contoso.com }
  - name: Edge
    direction: receive
    fqdn: mail.contoso.com
    certificateFile: private/chain.pem
    probe: { url: "smtp://127.0.0.1:${server.port}", timeout: 5s }
`);
    await scene.start();
    await expect.poll(() => server.greeted, { timeout: 20_000 }).toBeGreaterThan(1);
    await scene.pass();
    for (const name of ['live', 'private']) chmodSync(scene.directory.at(name), 0o700);
    chmodSync(scene.directory.path, 0o755);
    openLogToGroup(scene.directory.at('state'));

    for (const argv of COMMANDS) {
      await scene.pass(Date.now());
      const asRoot = await type(scene, argv);
      const asMember = await asUnprivileged(async () => {
        expect(() => readFileSync(scene.directory.at('live/mx/fullchain.pem'))).toThrow(/EACCES/);
        return type(scene, argv);
      });
      expect(comparable(asMember), argv.join(' ')).toBe(comparable(asRoot));
      expect([asMember.stderr, asRoot.stderr]).toEqual(['', '']);
      expect(asMember.stdout).toContain('MX');
      expect(asRoot.stdout).not.toContain('as scanned by the daemon');
    }
  });
});
