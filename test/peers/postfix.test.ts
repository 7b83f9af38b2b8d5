import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { needs, needsRoot } from './needs.ts';
import { realHost } from './real-host.ts';
import { runPostfix } from './run-postfix.ts';

/**
 * Returns the output of `openssl s_client` for a session with STARTTLS that trusts only this
 * certificate. The session fails unless the certificate is verified.
 */
function session(port: number, trusted: string, name: string): string {
  const verified = ['-verify_return_error', '-verify_hostname', name, '-CAfile', trusted];
  const args = ['s_client', '-starttls', 'smtp', '-connect', `127.0.0.1:${port}`, '-servername', name, ...verified];
  return execFileSync('sh', ['-c', 'exec openssl "$@" -brief 2>&1', 'sh', ...args], {
    input: 'QUIT\r\n',
    encoding: 'utf8',
  });
}

describe.runIf(needsRoot() && needs('postfix', 'openssl'))('a real Postfix', () => {
  it.each(['rsa-2048', 'ec-p256'])(
    'serves a certificate that certificates new has made with %s, and it verifies for both names',
    async (key) => {
      using directory = temporaryDirectory();
      const host = realHost(directory, 'host');
      host.mailcertd('certificates', 'new', '--key', key);
      const [made] = host.list();
      const certificate = made?.location.path ?? '';
      expect(certificate).toBe(directory.at('host/store', made?.thumbprint ?? '', 'certificate.pem'));

      using postfix = await runPostfix(directory, { certificate, key: join(certificate, '../privkey.pem') });
      for (const name of ['MAIL01', 'mail01.contoso.com']) {
        const found = session(postfix.port, certificate, name);
        expect(found).toContain('Verification: OK\n');
        expect(found).toContain(`Verified peername: ${name}\n`);
      }
      expect(() => session(postfix.port, certificate, 'other.contoso.com')).toThrow();
      // The process of the session writes its last line after the end of the session.
      await expect.poll(() => postfix.log(), { timeout: 10_000 }).toContain('starttls=1');
    },
  );
});
