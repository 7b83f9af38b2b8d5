import { expect, test } from 'vitest';
import { definitionOf } from '../../../src/domain/event/catalog/all.ts';
import { NOON } from '../world.ts';
import { completeFacts } from './complete-facts.ts';

test.each([1300, 1301, 1304, 1306, 1408])('%i labels the date of each certificate as its expiry', (eventId) => {
  const certificates = [{ thumbprint: 'A'.repeat(40), names: ['mail.contoso.com'], notAfter: NOON }];
  const content = { parameters: ['My', '1'], facts: completeFacts(eventId, { certificates, count: 1 }) };
  const [en, ja] = (['en', 'ja'] as const).map((locale) =>
    definitionOf(eventId)
      ?.describe(content, { locale, offsetMinutes: () => 0 })
      .lines.find((line) => line.startsWith('AAAA')),
  );
  expect(en).toMatch(/^A{40} \(mail\.contoso\.com\): expiry [A-Z][a-z]{2} \d+, \d{4} /);
  expect(ja).toMatch(/^A{40} \(mail\.contoso\.com\): 有効期限 \d{4}\//);
});
