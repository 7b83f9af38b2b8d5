import { expect, test } from 'vitest';
import { configurationOperations } from '../../src/main/configuration-operations.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

test('config check warns of an account in keyLoadedBy that does not exist on the host, at its connector', async () => {
  using directory = temporaryDirectory();
  const file = directory.write(
    'mailcertd.yaml',
    `computer: mail01.contoso.com
stores: [{ name: Two, path: store }]
connectors:
  - { name: A, direction: receive, fqdn: a.contoso.com, keyLoadedBy: root }
  - { name: B, direction: receive, fqdn: b.contoso.com, keyLoadedBy: nobdy }
  - { name: C, direction: receive, fqdn: c.contoso.com, keyLoadedBy: nobdy }
`,
  );
  const { errors, warnings } = await configurationOperations.check(file);
  expect(errors).toEqual([]);
  expect(warnings).toMatchObject([
    { file, line: 5, column: 1, failure: { code: 'account_unknown', arguments: { account: 'nobdy' } } },
  ]);
});
