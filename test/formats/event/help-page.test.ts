import { expect, test } from 'vitest';
import { helpPage } from '../../../src/formats/event/help-page.ts';
import { EN } from './records.ts';

const COMPUTER = 'mail01.contoso.com';

test.each([
  ['https://help.contoso.com/{id}?event={id}', 'https://help.contoso.com/12014?event=12014', true],
  ['file:///srv/{id}.md', 'file:///srv/12014.md', false],
  ['/usr/lib/mailcertd/docs/events/{id}.md', `file://${COMPUTER}/usr/lib/mailcertd/docs/events/12014.md`, false],
  ['/srv/a b/#?ü/{id}.md', `file://${COMPUTER}/srv/a%20b/%23%3F%C3%BC/12014.md`, false],
])('%s is found at %s', (helpLink, url, isOnWeb) => {
  const location = helpLink.replaceAll('{id}', '12014');
  expect(helpPage(12014, COMPUTER, { ...EN, helpLink })).toEqual({ location, url, isOnWeb });
});

test.each(['docs/events/{id}.md', './{id}.md', 'javascript:alert({id})', '{id}'])('%s is found nowhere', (helpLink) => {
  expect(helpPage(12014, COMPUTER, { ...EN, helpLink })).toBeUndefined();
});

test('a computer name that is invalid in a URL is omitted', () => {
  expect(helpPage(1500, 'a b/c', { ...EN, helpLink: '/{id}.md' })?.url).toBe('file:///1500.md');
});

test('an event with a translated page has this page, and another event the English one', () => {
  const rendering = {
    ...EN,
    helpLink: '/docs/events/{id}.md',
    translatedPages: { helpLink: '/docs/ja/events/{id}.md', eventIds: new Set([12014]) },
  };
  expect(helpPage(12014, COMPUTER, rendering)?.location).toBe('/docs/ja/events/12014.md');
  expect(helpPage(1406, COMPUTER, rendering)?.location).toBe('/docs/events/1406.md');
});
