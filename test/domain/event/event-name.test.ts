import { expect, test } from 'vitest';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import { eventName } from '../../../src/domain/event/event-name.ts';

test('another event is named by its title and number', () => {
  expect(eventName('12014', {}, { locale: 'en', offsetMinutes: () => 0, definitionOf })).toBe(
    'No usable certificate (event 12014)',
  );
  expect(eventName('12014', {}, { locale: 'ja', offsetMinutes: () => 0, definitionOf })).toBe(
    '使える証明書なし (イベント 12014)',
  );
});

test('the title of another event depends on its facts', () => {
  expect(eventName('1500', { output: 'journal' }, { locale: 'en', offsetMinutes: () => 0, definitionOf })).toBe(
    'Log output incomplete (event 1500)',
  );
});

test('an event that this version does not know is named by its number', () => {
  expect(eventName('1999', {}, { locale: 'en', offsetMinutes: () => 0, definitionOf })).toBe('event 1999');
  expect(eventName('1999', {}, { locale: 'ja', offsetMinutes: () => 0, definitionOf })).toBe('イベント 1999');
});
