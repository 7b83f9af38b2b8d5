import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findTranslatedPages } from '../../src/main/find-translated-pages.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const DEFAULT = 'docs/events/{id}.md';

test('the installed package contains Japanese pages of the events that Exchange also has', () => {
  const found = findTranslatedPages(DEFAULT, 'ja');
  expect(found?.helpLink).toMatch(/^\/.*\/docs\/ja\/events\/\{id\}\.md$/);
  expect([...(found?.eventIds ?? [])].toSorted()).toEqual([
    12013, 12014, 12015, 12016, 12017, 12018, 12019, 12020, 12022, 12023,
  ]);
  for (const eventId of found?.eventIds ?? [])
    expect(existsSync(found?.helpLink.replace('{id}', String(eventId)) ?? '')).toBe(true);
});

test.each([
  ['the locale is English', DEFAULT, 'en'],
  ['the configuration has pages of its own', 'https://wiki.contoso.com/{id}', 'ja'],
  ['the configuration has pages of its own on this host', '/srv/{id}.md', 'ja'],
] as const)('there are none if %s', (_, helpLink, locale) => {
  expect(findTranslatedPages(helpLink, locale)).toBeUndefined();
});

test('there are none if the package has no such directory, or no page in it', () => {
  using directory = temporaryDirectory();
  expect(findTranslatedPages(DEFAULT, 'ja', directory.path)).toBeUndefined();
  directory.write('docs/ja/events/README.md', '');
  expect(findTranslatedPages(DEFAULT, 'ja', directory.path)).toBeUndefined();
  directory.write('docs/ja/events/1406.md', '');
  expect(findTranslatedPages(DEFAULT, 'ja', directory.path)).toEqual({
    helpLink: directory.at('docs/ja/events/{id}.md'),
    eventIds: new Set([1406]),
  });
});
