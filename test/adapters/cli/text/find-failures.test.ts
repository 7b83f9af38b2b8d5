import { expect, test } from 'vitest';
import { quotedNames } from '../../../../src/adapters/cli/arguments/quoted-names.ts';
import { FIND_FAILURES, FIND_PHRASES } from '../../../../src/adapters/cli/text/find-failures.ts';
import { renderFailure } from '../../../../src/domain/failure/failure.ts';

test.each([
  [['Partner'], 'known connectors: "Partner"', 'コネクタは「Partner」です'],
  [['Partner', 'Edge'], 'known connectors: "Partner", "Edge"', 'コネクタは「Partner」、「Edge」です'],
  [
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    'known connectors: "a", "b", "c", "d", "e" and 2 more',
    'コネクタは「a」、「b」、「c」、「d」、「e」ほか 2 個です',
  ],
])('the names %j are quoted and counted in both languages', (names, en, ja) => {
  const failure = FIND_FAILURES.known_connectors({ names: quotedNames(names) });
  expect(renderFailure(FIND_PHRASES, failure, 'en')).toBe(en);
  expect(renderFailure(FIND_PHRASES, failure, 'ja')).toBe(ja);
});
