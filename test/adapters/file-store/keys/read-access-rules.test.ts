import { chmodSync, chownSync, symlinkSync } from 'node:fs';
import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { readAccessRules } from '../../../../src/adapters/file-store/keys/read-access-rules.ts';
import type { StoredCertificate } from '../../../../src/domain/certificate/certificate.ts';
import { accessRulesOf } from '../../../../src/work/query/access-rules-of.ts';
import { stored } from '../../../domain/world.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

it('the access rules have the owner and the mode of each file, after links, in their order', async () => {
  using directory = temporaryDirectory();
  const key = directory.write('a.key', 'key', 0o640);
  chmodSync(key, 0o4640);
  symlinkSync(key, directory.at('link.key'));
  const [file, missing, link] = await readAccessRules([key, directory.at('none.key'), directory.at('link.key')]);
  expect(missing).toBeUndefined();
  expect(file).toMatchObject({ mode: 0o4640, owner: userInfo().username });
  expect(link).toEqual(file);
});

it.skipIf(process.geteuid?.() !== 0)('the access rules have the number of an account without a name', async () => {
  using directory = temporaryDirectory();
  const key = directory.write('a.key', 'key', 0o600);
  chownSync(key, 54_321, 54_322);
  expect(await readAccessRules([key])).toEqual([{ mode: 0o600, owner: '54321', group: '54322' }]);
});

it('the access rules are read once for each file, whichever certificates share it, and not for missing files', async () => {
  const at = (path: string | undefined): StoredCertificate => {
    const certificate = stored('A', { dnsNames: ['mail.contoso.com'] });
    return { ...certificate, key: { ...certificate.key, path } };
  };
  const asked: string[] = [];
  const rules = { mode: 0o600, owner: 'root', group: 'root' };
  const answers = await accessRulesOf([at('/a'), at(undefined), at('/a'), at('/b')], async (paths) => {
    asked.push(...paths);
    return paths.map((path) => (path === '/a' ? rules : undefined));
  });
  expect(asked).toEqual(['/a', '/b']);
  expect(answers).toEqual([rules, undefined, rules, undefined]);
});
