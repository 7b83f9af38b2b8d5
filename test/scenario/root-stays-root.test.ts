import { execFile } from 'node:child_process';
import { chmodSync, chownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { needsRoot } from '../peers/needs.ts';
import { MailServer } from './mail-server.ts';
import { Scene } from './scene.ts';
import { UNPRIVILEGED } from './unprivileged.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const NAME = 'mail.contoso.com';

/** Gives a directory and its files to an account, as the unit's StateDirectory belongs to it. */
function give(directory: string, account: number): void {
  chownSync(directory, account, account);
  for (const name of readdirSync(directory)) chownSync(join(directory, name), account, account);
}

const ownersIn = (directory: string): readonly number[] => [
  ...new Set(readdirSync(directory).map((name) => statSync(join(directory, name)).uid)),
];

/** Returns a connector whose reload appends the account that runs it to a file. */
const connector = (name: string, port: number, file: string): string =>
  `  - name: ${name}
    direction: receive
    fqdn: ${NAME}
    probe: "smtp://127.0.0.1:${port}"
    reload: [/bin/sh, -c, 'id -u >> "$0"', ${file}, ${name}]`;

describe.runIf(needsRoot())('root, with a store that the account of the daemon cannot read', () => {
  it('stays root for the results of probe --now and for each reload, and the event log keeps its owner', async () => {
    const now = Math.floor(Date.now() / 1000) * 1000;
    const served = makeCertificate({
      ...{ commonName: NAME, dnsNames: [NAME] },
      ...{ notBefore: now - DAY, notAfter: now + 300 * DAY },
    });
    await using server = await MailServer.start(served);
    await using scene = new Scene(now);
    scene.probeLimits = { intervalMs: 40, maxConcurrent: 4, hostIntervalMs: 0 };
    scene.settling = { quietMs: 20, maxDelayMs: 100 };
    scene.directory.write('store/chain.pem', served.certificatePem);
    scene.directory.write('store/key.pem', served.privateKeyPem, 0o600);
    const accounts = scene.directory.at('accounts');
    scene.configure(`
computer: mail01.contoso.com
trust: []
internalTransportCertificate: none
stores: [{ name: My, path: store }]
connectors:
${['Edge', 'Submission'].map((name) => connector(name, server.port, accounts)).join('\n')}
`);
    await scene.start();
    await expect.poll(() => server.greeted, { timeout: 20_000 }).toBeGreaterThan(1);
    await scene.pass();
    chmodSync(scene.directory.path, 0o755);
    chmodSync(scene.directory.at('store'), 0o700);
    const state = scene.directory.at('state');
    give(state, UNPRIVILEGED);

    const type = (...words: readonly string[]) =>
      new Promise<readonly unknown[]>((done) => {
        const argv = [PROGRAM, '--config', scene.directory.at('mailcertd.yaml'), 'connectors', ...words];
        execFile(process.execPath, argv, (error, stdout, stderr) => done([error?.code ?? 0, stdout, stderr]));
      });
    const same = expect.stringMatching(/^Edge .* same\nSubmission .* same$/m);
    expect(await type()).toEqual([0, same, '']);
    expect(await type('probe', '--now')).toEqual([0, same, '']);
    expect(ownersIn(state)).toEqual([UNPRIVILEGED]);

    const [code, stdout] = await type('reload', '--all');
    expect([code, readFileSync(accounts, 'utf8')]).toEqual([0, '0\n0\n']);
    expect(stdout).toContain('Submission');
    expect(ownersIn(state)).toEqual([UNPRIVILEGED]);
  });
});
