import { expect, it } from 'vitest';
import { parseOldLocation } from '../../../../src/adapters/sqlite/schema/parse-old-location.ts';

it.each([
  ['/store/a.pem#0', { path: '/store/a.pem', block: 0 }],
  ['/store/a#1.pem#12', { path: '/store/a#1.pem', block: 12 }],
  ['/store/new\nline.pem#1', { path: '/store/new\nline.pem', block: 1 }],
  ['/store/a.pem', undefined],
  ['/store/a.pem#b', undefined],
])('the location %j of an earlier version has its path and block', (text, location) => {
  expect(parseOldLocation(text)).toEqual(location);
});
