import { chmodSync } from 'node:fs';
import { expect, test } from 'vitest';
import { secretError } from '../../../../src/adapters/notify/http/secret-error.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { asUnprivileged } from '../../../fixtures/as-unprivileged.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const GOOD = `whsec_${Buffer.alloc(32, 'x').toString('base64')}`;

test.each([
  ['secretFile', `${GOOD}\n`, undefined],
  ['secretFile', 'Geheim\n', 'cannot use the webhook secrets in FILE: secret 1 does not begin with whsec_'],
  [
    'secretFile',
    `whsec_${Buffer.from('Geheim').toString('base64')}`,
    'cannot use the webhook secrets in FILE: secret 1 is 6 bytes long, but must have 24 to 64; to create one: openssl rand -base64 32',
  ],
  ['secretFile', '', 'cannot use the webhook secrets in FILE: it is empty'],
  ['tokenFile', 'Geheim\n', undefined],
  ['tokenFile', 'Bearer Geheim\n', 'cannot use the token in FILE: it must be one word of ASCII characters'],
  ['passwordFile', 'Geheim', undefined],
  ['passwordFile', 'Geheim'.repeat(1000), 'cannot use the password in FILE: it is larger than 4096 bytes'],
  ['urlFile', 'https://hooks.contoso.com/Geheim\n', undefined],
  ['urlFile', 'http://127.0.0.1:8080/Geheim\n', undefined],
  [
    'urlFile',
    'http://hooks.contoso.com/Geheim\n',
    'cannot use the URL in FILE: it must begin with https://, because http:// is not encrypted; to permit it, set allowUnverified: true',
  ],
  ['urlFile', 'Geheim', 'cannot use the URL in FILE: it must begin with https:// or http://'],
] as const)('the error of a file that %s names and that contains %j is: %s', async (key, content, said) => {
  using directory = temporaryDirectory();
  const path = directory.write('secret', content);
  const failure = await secretError({ key, path });
  expect(failure && failureText(failure, 'en')).toBe(said?.replace('FILE', path));
});

test('a missing or unreadable file has no secret error', async () => {
  using directory = temporaryDirectory();
  expect(await secretError({ key: 'secretFile', path: directory.at('secret') })).toBeUndefined();
  chmodSync(directory.path, 0o755);
  chmodSync(directory.write('secret', 'Geheim'), 0);
  await asUnprivileged(async () => {
    expect(await secretError({ key: 'secretFile', path: directory.at('secret') })).toBeUndefined();
  });
  chmodSync(directory.at('secret'), 0o644);
  await asUnprivileged(async () => {
    const failure = await secretError({ key: 'secretFile', path: directory.at('secret') });
    expect(failure && failureText(failure, 'en')).toContain('does not begin with whsec_');
    expect(failure && failureText(failure, 'ja')).toContain('1 番目のシークレットが whsec_ で始まっていません');
  });
});

test('an address with http:// is no error if the notifier allows it', async () => {
  using directory = temporaryDirectory();
  const path = directory.write('secret', 'http://hooks.contoso.com/Geheim\n');
  const protection = { allowUnverified: true, proxy: undefined };
  expect(await secretError({ key: 'urlFile', path, protection })).toBeUndefined();
});
