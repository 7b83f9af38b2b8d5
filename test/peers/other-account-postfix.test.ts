import { chmodSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { asUnprivileged } from '../fixtures/as-unprivileged.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { COMMANDS, comparable, openLogToGroup, type } from '../scenario/group-member.ts';
import { Scene } from '../scenario/scene.ts';
import { needs, needsRoot } from './needs.ts';
import { type RunningPostfix, runPostfix } from './run-postfix.ts';

const NAME = 'mail01.contoso.com';

describe.runIf([needsRoot(), needs('postfix')].every(Boolean))(
  'a member of the group of the event log, and the chain files of a real Postfix',
  () => {
    let directory: TemporaryDirectory;
    let postfix: RunningPostfix;
    let anchors: string;
    const made = (key: 'rsa' | 'ec'): MadeCertificate =>
      makeCertificate({ commonName: NAME, key, notBefore: Date.now() - DAY, notAfter: Date.now() + 300 * DAY });

    beforeAll(async () => {
      directory = temporaryDirectory();
      const pairs = { rsa: made('rsa'), ecdsa: made('ec') };
      // The daemon probes in this process while a command runs as the other account.
      anchors = directory.write('anchors.pem', pairs.rsa.certificatePem + pairs.ecdsa.certificatePem);
      for (const [name, pair] of Object.entries(pairs)) {
        directory.write(`live/${name}/privkey.pem`, pair.privateKeyPem, 0o600);
        directory.write(`live/${name}/fullchain.pem`, pair.certificatePem);
      }
      const [certificate, key] = [directory.at('live/rsa/fullchain.pem'), directory.at('live/rsa/privkey.pem')];
      const second = `${directory.at('live/ecdsa/privkey.pem')}, ${directory.at('live/ecdsa/fullchain.pem')}`;
      const settings = { smtpd_tls_chain_files: `${key}, ${certificate}, ${second}` };
      postfix = await runPostfix(directory, { certificate, key, settings });
      // Discovery runs the first postconf in PATH.
      directory.write(
        'bin/postconf',
        `#!/bin/sh\nexec /usr/sbin/postconf -c '${directory.at('postfix')}' "$@"\n`,
        0o755,
      );
      vi.stubEnv('PATH', `${directory.at('bin')}:${process.env['PATH']}`);
    });
    beforeEach(() => chmodSync(directory.at('live'), 0o755));
    afterAll(() => {
      vi.unstubAllEnvs();
      postfix?.[Symbol.dispose]();
      directory?.[Symbol.dispose]();
    });

    async function watched(): Promise<Scene> {
      const scene = new Scene(Date.now());
      scene.probeLimits = { intervalMs: 40, maxConcurrent: 4, hostIntervalMs: 0 };
      scene.configure(`
computer: ${NAME}
trust: [{ enterprise: ${anchors} }]
internalTransportCertificate: none
discover: { postfix: true }
`);
      await scene.start();
      await expect.poll(async () => [...(await scene.probes()).values()].length, { timeout: 60_000 }).toBe(1);
      await scene.pass(Date.now());
      chmodSync(scene.directory.path, 0o755);
      openLogToGroup(scene.directory.at('state'));
      return scene;
    }

    test.each([
      ['the key files', 0o755],
      ['the directory of certificates and keys', 0o700],
    ])('gets the same answers as root, although it may not read %s', async (_what, mode) => {
      await using scene = await watched();
      chmodSync(directory.at('live'), mode);
      for (const argv of COMMANDS) {
        await scene.pass(Date.now());
        const asRoot = await type(scene, argv);
        const asMember = await asUnprivileged(async () => {
          expect(() => readFileSync(directory.at('live/rsa/privkey.pem'))).toThrow(/EACCES/);
          return type(scene, argv);
        });
        expect(comparable(asMember), argv.join(' ')).toBe(comparable(asRoot));
      }
    });

    const verdicts = async (scene: Scene): Promise<unknown> => {
      const [status, check, metrics] = await asUnprivileged(
        async () =>
          [
            await type(scene, ['status', '--format', 'json']),
            await type(scene, ['check']),
            await type(scene, ['metrics']),
          ] as const,
      );
      return [JSON.parse(status.stdout).verdict, check.code, /^mailcertd_healthy (.)/m.exec(metrics.stdout)?.[1]];
    };

    test('gets the answer unknown if the settings name other files since the scan', async () => {
      await using scene = await watched();
      chmodSync(directory.at('live'), 0o700);
      for (const argv of COMMANDS) await type(scene, argv);
      const rescanned = async (): Promise<unknown> => {
        await scene.pass(Date.now());
        return verdicts(scene);
      };
      // The daemon may scan between two commands, so that their answers differ.
      await expect.poll(rescanned, { timeout: 90_000 }).toEqual(['ok', 0, '1']);
      const main = readFileSync(directory.at('postfix/main.cf'), 'utf8');
      directory.write('postfix/main.cf', main.replace(/, \S*ecdsa\S*/g, ''));
      expect(await verdicts(scene)).toEqual(['unknown', 3, '0']);
      const { stdout } = await asUnprivileged(() => type(scene, ['status']));
      expect(stdout).toContain('cannot be read by this user');
      directory.write('postfix/main.cf', main);
      await expect.poll(rescanned, { timeout: 90_000 }).toEqual(['ok', 0, '1']);
    });

    test('gets the answer unknown if no daemon runs, with the files named once', async () => {
      await using scene = await watched();
      chmodSync(directory.at('live'), 0o700);
      for (const argv of COMMANDS) await type(scene, argv);
      await scene.stop();
      expect(await verdicts(scene)).toEqual(['unknown', 3, '0']);
      const { stdout } = await asUnprivileged(() => type(scene, ['status']));
      expect(stdout.match(/rsa\/privkey\.pem/g)).toEqual(['rsa/privkey.pem']);
    });
  },
);
