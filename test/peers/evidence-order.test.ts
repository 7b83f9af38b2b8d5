import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { OwnDovecot } from './found/own-dovecot.ts';
import { freePort } from './free-port.ts';
import { needs, needsRoot } from './needs.ts';
import { type RunningPostfix, runPostfix } from './run-postfix.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const NAME = 'mail01.contoso.com';
/** Twice the time in which a repair is detected, because the machine may be busy. */
const SOON = { timeout: 60_000, interval: 300 };

interface Ran {
  readonly code: number;
  readonly stdout: string;
}

const certificate = (): MadeCertificate =>
  makeCertificate({ commonName: NAME, notBefore: Date.now() - DAY, notAfter: Date.now() + 400 * DAY });

describe.runIf([needsRoot(), needs('postfix'), needs('dovecot')].every(Boolean))(
  'a real Postfix and a real Dovecot with one certificate file, probed every quarter of an hour',
  () => {
    let directory: TemporaryDirectory;
    let postfix: RunningPostfix;
    let dovecot: OwnDovecot;
    let daemon: ReturnType<typeof spawn>;
    let file: string;
    let configuration: string;

    const mailcertd = (...args: readonly string[]): Promise<Ran> =>
      new Promise((done) => {
        execFile(process.execPath, [PROGRAM, '--config', configuration, ...args], (error, stdout) =>
          done({ code: Number(error?.code ?? 0), stdout }),
        );
      });
    const reloadPostfix = (): void => {
      execFileSync('/usr/sbin/postfix', ['-c', directory.at('postfix'), 'reload'], { stdio: 'pipe' });
    };
    /** Returns the events in order, for example `12014 raised Edge`. */
    const events = async (): Promise<readonly string[]> => {
      const { stdout } = await mailcertd('events', '--format', 'json', '-n', '200');
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).mailcertd)
        .filter(({ change }) => change !== 'once')
        .map(({ change, facts, ...record }) => {
          const about = facts.connector ?? facts.connectors?.join();
          const end = facts.cleared && `${facts.cleared.eventId} ${facts.cleared.evidence.reason}`;
          return [end ?? record.eventId ?? '', change, about].join(' ');
        });
    };
    const served = async (): Promise<Readonly<Record<string, readonly string[]>>> => {
      const { stdout } = await mailcertd('connectors', 'list', '--fields', 'name,served', '--format', 'json');
      return Object.fromEntries(
        JSON.parse(stdout).map((each: { name: string; served: string[] }) => [each.name, each.served]),
      );
    };
    const open = async (): Promise<readonly number[]> => {
      const { stdout } = await mailcertd('conditions', '--format', 'json');
      return JSON.parse(stdout)
        .map(({ eventId }: { eventId: number }) => eventId)
        .toSorted((a: number, b: number) => a - b);
    };
    const SAME = { Edge: ['same'], Submission: ['same'], Imaps: ['same'] };

    beforeAll(async () => {
      directory = temporaryDirectory();
      const { certificatePem, privateKeyPem } = certificate();
      file = directory.write('mail.pem', `${privateKeyPem}${certificatePem}`, 0o600);
      // A single process keeps its loaded files, as on a busy host.
      const kept = { default_process_limit: '1', max_idle: '1h', max_use: '10000' };
      // Without this file it refuses STARTTLS; without one of smtpd_tls_chain_files it would fail
      // in TLS.
      const settings = { ...kept, smtpd_tls_chain_files: '', smtpd_tls_cert_file: file, smtpd_tls_key_file: file };
      postfix = await runPostfix(directory, { certificate: file, key: file, settings });
      const port = await freePort();
      dovecot = new OwnDovecot(directory, 'dovecot');
      dovecot.write(`protocols = imap
ssl_server {
  cert_file = ${file}
  key_file = ${file}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}`);
      dovecot.apply();
      const connector = (name: string, url: string): string =>
        `  - { name: ${name}, direction: receive, fqdn: ${NAME}, certificateFile: ${file}, probe: "${url}" }`;
      configuration = directory.write(
        'mailcertd.yaml',
        [
          `computer: ${NAME}`,
          `stateDirectory: ${directory.at('state')}`,
          'http: off',
          `trust: [{ enterprise: ${file} }]`,
          'connectors:',
          connector('Edge', `smtp://127.0.0.1:${postfix.port}`),
          connector('Submission', `smtp://127.0.0.1:${postfix.port}`),
          connector('Imaps', `imaps://127.0.0.1:${port}`),
          '',
        ].join('\n'),
      );
      daemon = spawn(process.execPath, [PROGRAM, '--config', configuration, '-q', 'run'], { stdio: 'ignore' });
      await vi.waitUntil(async () => {
        const ran = await mailcertd('check');
        return ran.code === 0 && JSON.stringify(await served()) === JSON.stringify(SAME);
      }, SOON);
    });

    afterAll(async () => {
      const ended = new Promise((done) => daemon?.once('close', done));
      if (daemon?.kill('SIGTERM')) await ended;
      // The commands that stop the servers read the file, too.
      if (existsSync(`${file}.away`)) renameSync(`${file}.away`, file);
      dovecot?.[Symbol.dispose]();
      postfix?.[Symbol.dispose]();
      directory?.[Symbol.dispose]();
    });

    it('the file is removed and restored with the server: 12014, resolved by probes after that, and no 1402', async () => {
      renameSync(file, `${file}.away`);
      reloadPostfix();
      await expect.poll(open, SOON).toEqual([12014]);
      await expect
        .poll(async () => (await served())['Edge'], SOON)
        .toEqual([expect.stringMatching(/refused|not-offered/)]);
      expect((await served())['Submission']).toEqual((await served())['Edge']);

      renameSync(`${file}.away`, file);
      reloadPostfix();
      await expect.poll(open, SOON).toEqual([]);
      expect(await served()).toEqual(SAME);
      expect((await events()).toSorted()).toEqual([
        ' raised Edge,Submission,Imaps',
        '12014 observed cleared Edge,Submission,Imaps',
      ]);
      expect((await mailcertd('check')).code).toBe(0);
    });

    it('the file is restored and Postfix is not reloaded: never OK, and 12014 continues as 1402 until it is', async () => {
      renameSync(file, `${file}.away`);
      reloadPostfix();
      await expect.poll(open, SOON).toEqual([12014]);
      await expect
        .poll(async () => (await served())['Edge'], SOON)
        .toEqual([expect.stringMatching(/refused|not-offered/)]);

      renameSync(`${file}.away`, file);
      const codes: number[] = [];
      await vi.waitUntil(async () => {
        codes.push((await mailcertd('check')).code);
        return (await open()).join() === '1402,1402';
      }, SOON);
      expect(codes).not.toContain(0);
      const reasons = (await events()).filter((event) => event.startsWith('12014 reclassified')).toSorted();
      expect(reasons).toEqual(['12014 reclassified cleared Edge,Submission,Imaps']);

      reloadPostfix();
      const probe = await mailcertd('connectors', 'probe', '--now', 'Edge');
      expect(probe.stdout).toMatch(/^Edge .* same$/m);
      expect(probe.code).toBe(0);
      expect(await open()).toEqual([]);
      expect(await served()).toEqual(SAME);
    });

    it('SIGUSR2 scans, and probes every server', async () => {
      const seenAt = async (): Promise<readonly string[]> => {
        const { stdout } = await mailcertd('connectors', 'list', '--fields', 'servedAt', '--format', 'json');
        return JSON.parse(stdout).flatMap(({ servedAt }: { servedAt: readonly string[] }) => servedAt);
      };
      const [first = ''] = (await seenAt()).toSorted().toReversed();
      await vi.waitUntil(() => new Date().toISOString() > first);
      const after = new Date().toISOString();
      daemon.kill('SIGUSR2');
      await vi.waitUntil(async () => (await seenAt()).every((at) => at >= after.slice(0, 19)), SOON);
    });
  },
);

describe('connectors probe --now', () => {
  it('says in one line that no daemon is running', async () => {
    using directory = temporaryDirectory();
    const configuration = directory.write(
      'mailcertd.yaml',
      `computer: ${NAME}\nstateDirectory: ${directory.at('state')}\nhttp: off\nconnectors:\n  - { name: Edge, direction: receive, fqdn: ${NAME}, probe: "smtp://127.0.0.1:1" }\n`,
    );
    const ran = await new Promise<readonly unknown[]>((done) => {
      const args = [PROGRAM, '--config', configuration, 'connectors', 'probe', '--now'];
      execFile(process.execPath, args, (error, stdout, stderr) => done([error?.code, stdout, stderr]));
    });
    expect(ran).toEqual([
      1,
      '',
      'No daemon is running, so nothing was probed. Without --now, this command probes one server itself.\n',
    ]);
  });
});
