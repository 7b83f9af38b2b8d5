import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, seen, storeAt } from '../scans.ts';

const SECRETS = [made('mail.contoso.com'), made('mail.contoso.com')];

/** Writes a secret as the kubelet mounts it. */
function mountSecret(directory: TemporaryDirectory): void {
  const [first] = SECRETS;
  directory.write('certs/..0/tls.crt', first?.certificatePem ?? '');
  directory.write('certs/..0/tls.key', first?.privateKeyPem ?? '');
  directory.link('certs/..data', '..0');
  directory.link('certs/tls.crt', '..data/tls.crt');
  directory.link('certs/tls.key', '..data/tls.key');
}

test.each([
  ['a directory', 'certs'],
  ['a pattern', 'certs/*.crt'],
  ['one file', 'certs/tls.crt'],
])(
  'a scan of %s never misses the certificate of a mounted secret or its key while the kubelet updates it',
  async (_kind, path) => {
    using directory = temporaryDirectory();
    mountSecret(directory);
    const files = SECRETS.map(({ certificatePem, privateKeyPem }, index) =>
      directory.write(`secret-${index}.json`, JSON.stringify({ certificatePem, privateKeyPem })),
    );
    const store = storeAt(directory.at(path));
    const script = join(import.meta.dirname, 'swap-volume.mjs');
    const updater = spawn(process.execPath, [script, directory.at('certs'), '400', ...files], { stdio: 'inherit' });
    let isRunning = true;
    updater.once('exit', () => {
      isRunning = false;
    });
    const thumbprints = new Set<string>();
    const failures: unknown[] = [];
    let scans = 0;
    for (; isRunning; scans += 1) {
      const { value, problems } = await seen(store);
      const found = value.certificates.map(({ certificate, key }) => `${certificate.thumbprint} ${key.kind}`);
      for (const { certificate } of value.certificates) thumbprints.add(certificate.thumbprint);
      if (problems.length > 0 || found.length === 0 || found.some((each) => !each.endsWith(' matches')))
        failures.push({ found, problems });
      await new Promise((resolve) => setTimeout(resolve, scans % 7));
    }
    expect(updater.exitCode).toBe(0);
    expect(failures).toEqual([]);
    expect(thumbprints).toEqual(new Set(SECRETS.map(({ thumbprint }) => thumbprint)));
    expect(scans).toBeGreaterThan(100);
  },
);
