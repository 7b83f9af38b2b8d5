import { expect, test } from 'vitest';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { FactsByName } from '../../../src/domain/event/data/facts-by-name.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { completeFacts } from './complete-facts.ts';

const OF_A_STORE = [1100, 1201, 1204, 1304, 1306];

function firstLine(eventId: number, store: string, locale: Locale, more: FactsByName = {}): string {
  const path = eventId === 1100 ? '/etc/ssl/mail.pem' : '1';
  const described = { parameters: [store, path, '1'], facts: completeFacts(eventId, { store, ...more }) };
  return definitionOf(eventId)?.describe(described, { locale, offsetMinutes: () => 540 }).firstLine ?? '';
}

test.each(OF_A_STORE)('%i names a store by its name, and a file that a server names by its path', (id) => {
  expect(firstLine(id, 'My', 'en')).toMatch(/ertificate store "My"/);
  expect(firstLine(id, 'My', 'ja')).toContain('証明書ストア「My」');
  const file = 'file:/etc/ssl/mail.pem + /etc/ssl/mail.key + /etc/ssl/mail.pem';
  expect(firstLine(id, file, 'en')).toMatch(/[Ff]ile "\/etc\/ssl\/mail\.pem"/);
  expect(firstLine(id, file, 'ja')).toContain('ファイル「/etc/ssl/mail.pem」');
  for (const locale of ['en', 'ja'] as const) expect(firstLine(id, file, locale)).not.toContain('file:');
});

test.each([
  [
    '/etc/ssl/mail.key',
    'Private key /etc/ssl/mail.key of file "/etc/ssl/mail.pem" cannot be checked (permission denied).',
    'ファイル「/etc/ssl/mail.pem」の秘密キー /etc/ssl/mail.key を確認できません (アクセス権がありません)。',
  ],
  [
    '/etc/ssl/mail.pem',
    'The private key in file "/etc/ssl/mail.pem" cannot be checked (permission denied).',
    'ファイル「/etc/ssl/mail.pem」の秘密キーを確認できません (アクセス権がありません)。',
  ],
])('1201 names the only key of a file: %s', (key, english, japanese) => {
  const facts: FactsByName = { locations: [key], reason: 'permission_denied' };
  const store = 'file:/etc/ssl/mail.pem + /etc/ssl/mail.key';
  expect(firstLine(1201, store, 'en', facts)).toBe(english);
  expect(firstLine(1201, store, 'ja', facts)).toBe(japanese);
});

test('1100 names the path of a file that contains the separator of the files', () => {
  const described = {
    parameters: ['file:/etc/a + b.pem + /etc/b.key', '/etc/a + b.pem', 'permission_denied'],
    facts: completeFacts(1100, { reason: 'permission_denied' }),
  };
  expect(definitionOf(1100)?.describe(described, { locale: 'en', offsetMinutes: () => 540 }).firstLine).toMatch(
    /^File "\/etc\/a \+ b\.pem" cannot be read/,
  );
});
