import { chmodSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import type { Answer } from '../adapters/cli/desk.ts';
import { asUnprivileged } from '../fixtures/as-unprivileged.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needsRoot } from '../peers/needs.ts';
import { type } from './group-member.ts';
import { Scene } from './scene.ts';

const untimed = ({ stdout }: Answer): string => stdout.replaceAll(/^\S+/gm, '');

describe.runIf(needsRoot())('an account that may not read the event log', () => {
  test('scans as root does after a daemon has run, and reports the stores that it may not read', async () => {
    const now = Date.now();
    await using scene = new Scene(now);
    for (const name of ['open', 'closed']) {
      const names = { commonName: `${name}.contoso.com`, dnsNames: [`${name}.contoso.com`] };
      const { certificatePem, privateKeyPem } = makeCertificate({
        ...names,
        notBefore: now - 30 * DAY,
        notAfter: now + 300 * DAY,
      });
      scene.directory.write(`${name}/cert.pem`, certificatePem + privateKeyPem);
    }
    scene.configure(`
computer: mail01.contoso.com
internalTransportCertificate: none
stores: [{ name: open, path: open }, { name: closed, path: closed }]
connectors:
  - { name: Open, direction: receive, fqdn: open.contoso.com }
  - { name: Closed, direction: receive, fqdn: closed.contoso.com }
`);
    await scene.start();
    chmodSync(scene.directory.path, 0o755);
    chmodSync(scene.directory.at('state'), 0o750);
    const counted = 'Scanned 2 certificates in 2 stores and 2 connectors in ';
    const asRoot = await type(scene, ['scan']);
    expect(asRoot.code).toBe(0);
    expect(untimed(asRoot)).toContain(' 1204 ');
    expect(asRoot.stderr).toContain(counted);
    const asOther = await asUnprivileged(async () => {
      expect(() => readdirSync(scene.directory.at('state'))).toThrow(/EACCES/);
      return type(scene, ['scan']);
    });
    expect(asOther.code).toBe(0);
    expect(untimed(asOther)).toBe(untimed(asRoot));
    expect(asOther.stderr).toContain(counted);

    chmodSync(scene.directory.at('closed'), 0o700);
    const limited = await asUnprivileged(() => type(scene, ['scan']));
    expect(limited.code).toBe(0);
    expect(limited.stdout).toMatch(
      /\S+ Error +1100 raised +Certificate store "closed" cannot be read \(permission denied\)/,
    );
    expect(limited.stdout).not.toContain('12014');
    expect(limited.stderr).toContain('Scanned 1 certificate in 2 stores (1 unreadable) and 2 connectors in ');

    const status = await asUnprivileged(() => type(scene, ['status']));
    expect(status).toMatchObject({ code: 1, stdout: '' });
    expect(status.stderr).toMatch(/^mailcertd: cannot read the event log [^\n]+\n$/);
  });
});
