import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { needs, needsRoot } from './needs.ts';
import { runPostfix } from './run-postfix.ts';

const PROGRAM = resolve(import.meta.dirname, '../../dist/main/bin.js');

/** What `openssl s_client` says of a session with STARTTLS that trusts this certificate alone; it ends badly unless it verifies. */
function session(port: number, trusted: string, name: string): string {
  const verified = ['-verify_return_error', '-verify_hostname', name, '-CAfile', trusted];
  const args = ['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`, '-servername', name, ...verified];
  return execFileSync('sh', ['-c', 'exec openssl "$@" -brief 2>&1', 'sh', ...args], {
    input: 'QUIT\r\n',
    encoding: 'utf8',
  });
}

describe.runIf(needsRoot() && needs('postfix', 'postfix'))('a real Postfix', () => {
  it.each(['rsa-2048', 'ec-p256'])(
    'presents what certificates new has made with %s, and it verifies under both names',
    async (key) => {
      using folder = temporaryFolder();
      mkdirSync(folder.at('store'), { mode: 0o700 });
      const configuration = folder.write(
        'mailcertd.yaml',
        [
          'computer: mail01.contoso.com',
          `stateDirectory: ${folder.at('state')}`,
          `stores: [{ name: My, path: ${folder.at('store')} }]`,
          'connectors: [{ name: Default, direction: receive }]',
          '',
        ].join('\n'),
      );
      const mailcertd = (...args: readonly string[]): string =>
        execFileSync(process.execPath, [PROGRAM, '--config', configuration, ...args], {
          encoding: 'utf8',
          stdio: 'pipe',
        });
      mailcertd('certificates', 'new', '--key', key);
      const [made] = JSON.parse(mailcertd('certificates', 'list', '--format', 'json')) as {
        readonly thumbprint: string;
        readonly location: { readonly path: string };
      }[];
      const certificate = made?.location.path ?? '';
      expect(certificate).toBe(folder.at('store', made?.thumbprint ?? '', 'certificate.pem'));

      using postfix = await runPostfix(folder, { certificate, key: join(certificate, '../privkey.pem') });
      for (const name of ['MAIL01', 'mail01.contoso.com']) {
        const told = session(postfix.port, certificate, name);
        expect(told).toContain('Verification: OK\n');
        expect(told).toContain(`Verified peername: ${name}\n`);
      }
      expect(() => session(postfix.port, certificate, 'other.contoso.com')).toThrow();
      expect(postfix.log()).toContain('starttls=1');
    },
  );
});
