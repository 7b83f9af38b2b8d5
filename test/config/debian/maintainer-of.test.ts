import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { maintainerOf } from '../../../config/debian/maintainer-of.ts';

const AUTHOR = 'mailcertd authors <maintainers@mailcertd.example>';

it.each<[Readonly<Record<string, string>>, string]>([
  [{}, AUTHOR],
  [{ DEBFULLNAME: 'Alice', DEBEMAIL: 'alice@contoso.com' }, 'Alice <alice@contoso.com>'],
  [{ DEBEMAIL: 'Alice <alice@contoso.com>' }, 'Alice <alice@contoso.com>'],
  [{ DEBFULLNAME: 'Alice B.', DEBEMAIL: 'Alice <alice@contoso.com>' }, 'Alice B. <alice@contoso.com>'],
  [{ DEBEMAIL: 'alice@contoso.com' }, 'mailcertd authors <alice@contoso.com>'],
  [{ DEBFULLNAME: '', DEBEMAIL: '' }, AUTHOR],
])('with the environment %j, the maintainer of the Debian package is %s', (environment, maintainer) => {
  expect(maintainerOf(environment, `${AUTHOR} (https://mailcertd.example)`)).toBe(maintainer);
});

it('the author in package.json has a name and an address', () => {
  const { author } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(maintainerOf({}, author)).toMatch(/^\S.* <\S+@\S+>$/);
});
