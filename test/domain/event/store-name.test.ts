import { expect, test } from 'vitest';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { completeFacts } from './complete-facts.ts';

const OF_A_STORE = [1100, 1201, 1204, 1304, 1306];

function firstLine(eventId: number, store: string, locale: Locale): string {
  const described = { parameters: [store, '1', '1'], facts: completeFacts(eventId, { store }) };
  return definitionOf(eventId)?.describe(described, { locale, offsetMinutes: () => 540 }).firstLine ?? '';
}

test.each(OF_A_STORE)('%i names a store by its name, and a file that a server names by its path', (id) => {
  expect(firstLine(id, 'My', 'en')).toMatch(/ertificate store "My"/);
  expect(firstLine(id, 'My', 'ja')).toContain('証明書ストア「My」');
  const file = 'file:/etc/ssl/mail.pem + /etc/ssl/mail.key + /etc/ssl/mail.pem';
  expect(firstLine(id, file, 'en')).toMatch(/[Ff]ile "\/etc\/ssl\/mail\.pem \+ \/etc\/ssl\/mail\.key"/);
  expect(firstLine(id, file, 'ja')).toContain('ファイル「/etc/ssl/mail.pem + /etc/ssl/mail.key」');
  for (const locale of ['en', 'ja'] as const) expect(firstLine(id, file, locale)).not.toContain('file:');
});
