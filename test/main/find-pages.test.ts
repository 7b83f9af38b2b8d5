import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findPages } from '../../src/main/find-pages.ts';

test('the installed package contains its pages', () => {
  const found = findPages('docs/events/{id}.md');
  expect(found).toMatch(/^\/.*\/docs\/events\/\{id\}\.md$/);
  expect(existsSync(found.replace('{id}', '12014'))).toBe(true);
});

test.each([
  'https://contoso.com/{id}',
  '/srv/{id}.md',
  'file:///srv/{id}.md',
  'nowhere/{id}.md',
  'javascript:alert({id})',
])('%s stays as it is', (helpLink) => {
  expect(findPages(helpLink)).toBe(helpLink);
});
