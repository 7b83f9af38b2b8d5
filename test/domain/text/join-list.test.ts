import { expect, test } from 'vitest';
import { joinList } from '../../../src/domain/text/join-list.ts';

test('a list has commas in English, and the Japanese comma in Japanese', () => {
  expect(joinList(['a.pem', 'b.pem'], 'en')).toBe('a.pem, b.pem');
  expect(joinList(['a.pem', 'b.pem'], 'ja')).toBe('a.pem、b.pem');
});

test('items that contain commas are separated by semicolons in English', () => {
  expect(joinList(['a, b', 'c'], 'en', 'semicolon')).toBe('a, b; c');
  expect(joinList(['a, b', 'c'], 'ja', 'semicolon')).toBe('a, b、c');
});

test('an empty list is an empty text, and one item has no separator', () => {
  expect(joinList([], 'ja')).toBe('');
  expect(joinList(['a'], 'en')).toBe('a');
});
