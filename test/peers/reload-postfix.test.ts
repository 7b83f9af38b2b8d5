import { execFile, execFileSync, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { DAY } from '../../src/domain/time.ts';
import { type MadeCertificate, makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from './needs.ts';
import { runPostfix } from './run-postfix.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const NAME = 'mail01.contoso.com';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function certificate(): MadeCertificate {
  return makeCertificate({ commonName: NAME, notBefore: Date.now() - DAY, notAfter: Date.now() + 90 * DAY });
}

/** Returns the serial number of a PEM certificate, read by OpenSSL. */
function serialIn(pem: string): string {
  const found = execFileSync('openssl', ['x509', '-noout', '-serial'], { input: pem, encoding: 'utf8' });
  return found.trim().replace('serial=', '');
}

/** Returns the serial number of the certificate that a server serves, read by OpenSSL. */
function served(port: number): string {
  const args = ['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`, '-servername', NAME];
  return serialIn(
    execFileSync('openssl', args, { input: 'QUIT\r\n', encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}

describe.runIf([needsRoot(), needs('postfix', 'openssl')].every(Boolean))(
  'a real Postfix whose certificate was renewed',
  () => {
    it('serves it after a reload, with verification; a reload that does nothing is detected', async () => {
      using directory = temporaryDirectory();
      const write = ({ certificatePem, privateKeyPem }: MadeCertificate): void => {
        directory.write('mail.pem', `${privateKeyPem}${certificatePem}`);
      };
      const [old, fresh] = [certificate(), certificate()];
      write(old);
      const file = directory.at('mail.pem');
      // A single process keeps its files; a new process would read the new file without a reload.
      const settings = { smtpd_tls_chain_files: file, default_process_limit: '1', max_idle: '1h', max_use: '10000' };
      using postfix = await runPostfix(directory, { certificate: file, key: file, settings });
      const connector = (name: string, reload: readonly string[]): string =>
        `  - { name: ${name}, direction: receive, fqdn: ${NAME}, certificateFile: ${file}, probe: "smtp://127.0.0.1:${postfix.port}", reload: ${JSON.stringify(reload)} }`;
      const configuration = directory.write(
        'mailcertd.yaml',
        [
          `computer: ${NAME}`,
          `stateDirectory: ${directory.at('state')}`,
          'http: off',
          'connectors:',
          connector('Edge', ['/usr/sbin/postfix', '-c', directory.at('postfix'), 'reload']),
          connector('Idle', ['true']),
          connector('Edge submission', ['/usr/sbin/postfix', '-c', directory.at('postfix'), 'reload']),
          '',
        ].join('\n'),
      );
      const mailcertd = (...args: readonly string[]): Promise<Ran> =>
        new Promise((done) => {
          execFile(process.execPath, [PROGRAM, '--config', configuration, ...args], (error, stdout, stderr) =>
            done({ code: Number(error?.code ?? 0), stdout, stderr }),
          );
        });
      const daemon = spawn(process.execPath, [PROGRAM, '--config', configuration, '-q', 'run'], { stdio: 'ignore' });
      const ended = new Promise((done) => daemon.once('close', done));
      try {
        await vi.waitUntil(async () => (await mailcertd('conditions')).code === 0, { timeout: 15_000, interval: 200 });
        const [before, now] = [old, fresh].map(({ certificatePem }) => serialIn(certificatePem));
        // Its process has read the old file by now.
        expect(served(postfix.port)).toBe(before);
        write(fresh);

        const check = await mailcertd('connectors', 'probe', 'Edge', '--check');
        expect(check.code).toBe(1);
        expect(check.stdout).toContain('does not serve the certificate on disk');

        const idle = await mailcertd('connectors', 'reload', 'Idle', '--wait', '1s');
        expect(idle.stdout).toContain(`  127.0.0.1  ${before} → ${before}  NOT the certificate on disk\n`);
        expect(idle.stdout).toMatch(/^\S+ Warning +1421 .*"Idle".*$/m);
        expect(idle.code).toBe(1);
        expect(served(postfix.port)).toBe(before);

        const edge = await mailcertd('connectors', 'reload', 'Edge');
        expect(edge.stdout).toContain(`  127.0.0.1  ${before} → ${now}  the certificate on disk\n`);
        expect(edge.stdout).toMatch(new RegExp(`^\\S+ Info +1420 .*"Edge".*${now}.*$`, 'm'));
        expect([edge.code, edge.stderr]).toEqual([0, '']);
        expect(served(postfix.port)).toBe(now);
        const after = await mailcertd('connectors', 'probe', 'Edge');
        expect(after.stdout).toMatch(
          /^ {2}OK +on disk +same as served: \S+\/mail\.pem, for Edge, Idle, Edge submission$/m,
        );
        expect(after.stdout).toMatch(/^ +\d+(\.\d)? ms +handshake +TLSv1\.3, /m);

        const events = await mailcertd('events', '--id', '1420,1421', '--format', 'json');
        const found = events.stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        expect(found.map(({ mailcertd: { facts } }) => [facts.connector, facts.requestCommand])).toEqual([
          ['Idle', `mailcertd --config ${configuration} connectors reload Idle --wait 1s`],
          ['Edge', `mailcertd --config ${configuration} connectors reload Edge`],
        ]);

        // After the next renewal, the deploy hook of certbot reloads each server once, for all
        // connectors that use the file.
        const again = certificate();
        write(again);
        const [was, is] = [fresh, again].map(({ certificatePem }) => serialIn(certificatePem));
        directory.write('bin/mailcertd', `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, 0o755);
        const environment = {
          PATH: `${directory.at('bin')}:${process.env['PATH']}`,
          MAILCERTD_CONFIG: configuration,
          RENEWED_LINEAGE: directory.path,
        };
        const hook = resolve(import.meta.dirname, '../../config/certbot-deploy-hook');
        const printed = execFileSync(hook, { env: environment, encoding: 'utf8' });
        expect(printed.match(/^\$ .*$/gm)).toEqual([
          `$ /usr/sbin/postfix -c ${directory.at('postfix')} reload`,
          '$ true',
        ]);
        expect(printed).toContain(`Edge submission\n  127.0.0.1  ${was} → ${is}  the certificate on disk\n`);
        expect(printed).toContain('VERIFIED   2 connectors serve the certificates on disk\n');
        expect(served(postfix.port)).toBe(is);
        const reloads = await mailcertd('events', '--id', '1420', '-n', '2', '--format', 'json');
        expect(
          reloads.stdout
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line).mailcertd.facts),
        ).toMatchObject([{ connectors: ['Edge', 'Edge submission'] }, { connector: 'Idle' }]);
      } finally {
        daemon.kill('SIGTERM');
        await ended;
      }
    });
  },
);
