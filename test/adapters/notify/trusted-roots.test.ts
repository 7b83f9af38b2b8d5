import { readdirSync, readlinkSync, renameSync, truncateSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TrustedRoots } from '../../../src/adapters/notify/trusted-roots.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const NOW = Date.now();
const made = (commonName: string) =>
  makeCertificate({ commonName, isCa: true, notBefore: NOW, notAfter: NOW + 86_400_000 });
const pem = (commonName: string): string => made(commonName).certificatePem;

test('a CA file is read once for concurrent requests, and again when it has changed', async () => {
  using directory = temporaryDirectory();
  const path = directory.write('ca.pem', pem('One CA'));
  const roots = new TrustedRoots([]);
  const [first, ...others] = await Promise.all(Array.from({ length: 10 }, () => roots.context(path)));
  expect(new Set([first, ...others]).size).toBe(1);
  expect(await roots.context(path)).toBe(first);
  directory.write('ca.pem', pem('Another CA, of a longer name'));
  expect(await roots.context(path)).not.toBe(first);
});

test('the first existing system bundle is used; without one, the bundle of Node', async () => {
  using directory = temporaryDirectory();
  const [one, other] = [directory.write('one.pem', pem('One CA')), directory.write('other.pem', pem('Other CA'))];
  const roots = new TrustedRoots([directory.at('missing.pem'), one, other]);
  expect(await roots.context(undefined)).toBe(await roots.context(one));
  expect(await roots.context(other)).not.toBe(await roots.context(one));
  expect(await new TrustedRoots([directory.at('missing.pem')]).context(undefined)).toBeUndefined();
  expect(await new TrustedRoots([]).context(undefined)).toBeUndefined();
});

test('a missing file, or one without certificates, is an error until it changes', async () => {
  using directory = temporaryDirectory();
  const path = directory.write('ca.pem', 'nothing');
  const roots = new TrustedRoots([path]);
  await expect(roots.context(undefined)).rejects.toThrow('it does not begin with a PEM certificate');
  await expect(roots.context(directory.at('missing.pem'))).rejects.toThrow(
    `cannot use the CA certificates in ${directory.at('missing.pem')}: it does not exist`,
  );
  await expect(roots.context('/dev/zero')).rejects.toThrow('it is not a regular file');
  directory.write('large.pem', '');
  truncateSync(directory.at('large.pem'), 2 ** 33);
  await expect(roots.context(directory.at('large.pem'))).rejects.toThrow('it is larger than 8 MiB');
  // OpenSSL reads PEM only: a context of DER would trust no server.
  await expect(roots.context(directory.write('ca.der', made('One CA').der))).rejects.toThrow(
    'it does not begin with a PEM certificate',
  );
  await expect(roots.context(directory.write('odd.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n'))).rejects.toThrow();
  directory.write('ca.pem', pem('One CA'));
  expect(await roots.context(undefined)).toBeDefined();
});

/** Returns the paths of the files that this process has open. */
function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`);
    } catch {
      return [];
    }
  });
}

test('a failed read does not remove the newer entry of the changed file', async () => {
  using directory = temporaryDirectory();
  // Large, so that it is still being read when the file is replaced.
  const path = directory.write('ca.pem', 'x'.repeat(8 * 2 ** 20));
  const good = directory.write('good.pem', pem('One CA'));
  const roots = new TrustedRoots([]);
  let isSettled = false;
  const failed = expect(roots.context(path).finally(() => (isSettled = true))).rejects.toThrow(
    'it does not begin with a PEM certificate',
  );
  while (!isSettled && !openFiles().includes(path)) await setImmediate();
  renameSync(good, path);
  const newer = await roots.context(path);
  await failed;
  expect(await roots.context(path)).toBe(newer);
});
