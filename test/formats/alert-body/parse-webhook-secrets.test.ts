import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseWebhookSecrets } from '../../../src/formats/alert-body/parse-webhook-secrets.ts';

const written = (length: number): string => `whsec_${Buffer.alloc(length, 7).toString('base64')}`;

const textOf = (text: string): string | number => {
  const parsed = parseWebhookSecrets(Buffer.from(text));
  return parsed.kind === 'parsed' ? parsed.keys.length : failureText(parsed.failure, 'en');
};

test.each([
  ['one', written(24), 1],
  ['one with a line end', `${written(32)}\r\n`, 1],
  ['two, a line each', `${written(32)}\n${written(64)}\n`, 2],
  ['eight', Array.from({ length: 8 }, () => written(32)).join(' '), 8],
  ['nine', Array.from({ length: 9 }, () => written(32)).join(' '), 'there are more than 8 secrets'],
  ['nothing', ' \n', 'it contains no secret'],
  ['another word', 'secret', 'secret 1 does not begin with whsec_'],
  ['the other way round', `${written(32)} sk_test`, 'secret 2 does not begin with whsec_'],
  ['no base64', 'whsec_@@@@', 'secret 1 is not valid base64 after whsec_'],
  ['cut base64', written(32).slice(0, -1), 'secret 1 is not valid base64 after whsec_'],
  [
    '23 bytes',
    written(23),
    'secret 1 is 23 bytes long, but must have 24 to 64; to create one: openssl rand -base64 32',
  ],
  [
    '65 bytes',
    written(65),
    'secret 1 is 65 bytes long, but must have 24 to 64; to create one: openssl rand -base64 32',
  ],
])('a file with %s is read, or its error is reported', (_, text, expected) => {
  expect(textOf(text)).toBe(expected);
});

test('an error never repeats the content of the file, and no bytes make the parser throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isPrefixed) => {
      const text = Buffer.concat([Buffer.from(isPrefixed ? 'whsec_' : ''), bytes]);
      const parsed = parseWebhookSecrets(text);
      if (parsed.kind === 'invalid')
        expect(failureText(parsed.failure, 'en')).toMatch(/^(secret \d|it contains no |there are )/);
      else expect(parsed.keys.length).toBeGreaterThan(0);
    }),
  );
  expect(textOf(`whsec_${'marker'.repeat(20)}!`)).not.toContain('marker');
});
