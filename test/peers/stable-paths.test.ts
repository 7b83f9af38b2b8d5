import { execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { OwnDovecot } from './found/own-dovecot.ts';
import { freePort } from './free-port.ts';
import { needs, needsRoot } from './needs.ts';
import { runPostfix } from './run-postfix.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');
const NAME = 'mail.contoso.com';
/** The account that owns the store. */
const OWNER = 65_534;

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const openssl = (args: readonly string[], input: string): string =>
  execFileSync('openssl', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });

/** Returns the thumbprint of the certificate that a server serves. */
function served(port: number, ...starttls: readonly string[]): string {
  const session = openssl(['s_client', '-connect', `127.0.0.1:${port}`, '-servername', NAME, ...starttls], 'QUIT\r\n');
  return openssl(['x509', '-noout', '-fingerprint', '-sha1'], session).replace(/.*=/, '').replace(/[:\s]/g, '');
}

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/how-to/postfix-and-dovecot.md'), 'utf8');

/**
 * Returns the settings in the documentation that begin with this text, for a store at another path.
 */
function documented(beginning: string, directory: TemporaryDirectory): string {
  const [text] = PAGE.match(new RegExp(`(?<=^ {3}\`\`\`ini\\n) {3}${beginning}[^\`]*`, 'm')) ?? [];
  if (text === undefined) throw new Error(`the page has no ${beginning}`);
  return text.replaceAll('/var/lib/mailcertd/store', directory.at('store'));
}

/** Starts a Dovecot that serves IMAP with implicit TLS. */
function startDovecot(directory: TemporaryDirectory, port: number): OwnDovecot {
  const dovecot = new OwnDovecot(directory, 'dovecot');
  dovecot.write(`protocols = imap
listen = 127.0.0.1
ssl = required
${documented('ssl_server', directory)}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
  }
}`);
  dovecot.apply();
  return dovecot;
}

describe.runIf([needsRoot(), needs('postfix', 'dovecot', 'openssl')].every(Boolean))(
  'Postfix and Dovecot that name the stable path of a certificate',
  () => {
    it('serve each renewal after a reload, with the same configuration', async () => {
      using directory = temporaryDirectory();
      chmodSync(directory.path, 0o755);
      mkdirSync(directory.at('store'), { mode: 0o700 });
      chownSync(directory.at('store'), OWNER, OWNER);
      const [smtp, imaps] = [await freePort(), await freePort()];
      const [certificate, key] = ['fullchain.pem', 'privkey.pem'].map((file) => directory.at('store/live', NAME, file));
      if (certificate === undefined || key === undefined) throw new Error('unreachable');
      const files = `certificateFile: ${certificate}, keyFile: ${key}`;
      const configurationFor = (postfixPort: number): string =>
        directory.write(
          'mailcertd.yaml',
          [
            `computer: ${NAME}`,
            `stateDirectory: ${directory.at('state')}`,
            'http: off',
            'stores:',
            `  - { name: My, path: ${directory.at('store')} }`,
            'connectors:',
            `  - { name: Edge, direction: receive, fqdn: ${NAME}, ${files}, probe: "smtp://127.0.0.1:${postfixPort}",`,
            `      reload: ${JSON.stringify(['/usr/sbin/postfix', '-c', directory.at('postfix'), 'reload'])} }`,
            `  - { name: Mailbox, direction: receive, fqdn: ${NAME}, ${files}, probe: "imaps://127.0.0.1:${imaps}",`,
            `      reload: ${JSON.stringify(['doveadm', '-c', directory.at('dovecot/dovecot.conf'), 'reload'])} }`,
            '',
          ].join('\n'),
        );
      let configuration = configurationFor(smtp);
      const mailcertd = (...args: readonly string[]): Promise<Ran> =>
        new Promise((done) => {
          execFile(process.execPath, [PROGRAM, '--config', configuration, ...args], (error, stdout, stderr) =>
            done({ code: Number(error?.code ?? 0), stdout, stderr }),
          );
        });
      const changed = async (...args: readonly string[]): Promise<string> => {
        const { code, stdout, stderr } = await mailcertd('certificates', ...args, '--format', 'json');
        expect([code, stderr]).toEqual([0, '']);
        const { thumbprint, livePath } = JSON.parse(stdout);
        expect(livePath).toBe(directory.at('store/live', NAME));
        return thumbprint;
      };

      const first = await changed('new', '--domain-name', NAME, '--services', 'SMTP,IMAP');
      // A single process keeps its files: a new process would read the new file without a reload.
      const settings = {
        smtpd_tls_chain_files: documented('smtpd_tls_chain_files', directory).replace(/^.*=/, ''),
        default_process_limit: '1',
        max_idle: '1h',
        max_use: '10000',
      };
      using postfix = await runPostfix(directory, { certificate, key, settings });
      using _dovecot = startDovecot(directory, imaps);
      const [edge, mailbox] = [() => served(postfix.port, '-starttls', 'smtp'), () => served(imaps)];
      await vi.waitFor(() => expect([edge(), mailbox()]).toEqual([first, first]), { timeout: 20_000, interval: 200 });
      const configurations = (): readonly string[] =>
        ['postfix/main.cf', 'dovecot/dovecot.conf'].map((file) => readFileSync(directory.at(file), 'utf8'));
      const before = configurations();

      configuration = configurationFor(postfix.port);
      const daemon = spawn(process.execPath, [PROGRAM, '--config', configuration, '-q', 'run'], { stdio: 'ignore' });
      const ended = new Promise((done) => daemon.once('close', done));
      try {
        await vi.waitUntil(async () => (await mailcertd('conditions')).code === 0, { timeout: 20_000, interval: 200 });
        let current = first;
        for (let renewal = 0; renewal < 2; renewal += 1) {
          const renewed = await changed('renew', current);
          expect(renewed).not.toBe(current);
          const reloaded = await mailcertd('connectors', 'reload', '--file', certificate);
          expect([reloaded.code, reloaded.stdout]).toEqual([0, expect.stringContaining('VERIFIED')]);
          expect([edge(), mailbox()]).toEqual([renewed, renewed]);
          current = renewed;
        }
        expect(configurations()).toEqual(before);
        const events = await mailcertd('events', '--level', 'error', '--format', 'json');
        expect(events.stdout).toBe('');
      } finally {
        daemon.kill('SIGTERM');
        await ended;
      }
    }, 300_000);
  },
);
