import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replyCodes } from '../../../../src/adapters/notify/mail/reply-codes.ts';
import { MAIL_FAILURES } from '../../../../src/domain/failure/mail-failures.ts';

test.each([
  ['250 2.0.0 Ok: queued as 4F2', '250 2.0.0'],
  ['550-5.1.1 unknown', '550 5.1.1'],
  ['535 Error: authentication failed', '535'],
  ['535 5.123.456 no', '535'],
  ['535 5.7.123 no', '535'],
  ['HTTP/1.1 400 Bad Request', MAIL_FAILURES.not_an_smtp_reply],
  ['', MAIL_FAILURES.not_an_smtp_reply],
  ['999 x', MAIL_FAILURES.not_an_smtp_reply],
])('of the reply %j only this is kept: %s', (reply, kept) => {
  expect(replyCodes(reply)).toBe(kept);
});

test('no more than two codes of a reply are kept', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('', '250 ', '535 5.7.8 ', '535-5.7.'), (text, front) => {
      const kept = replyCodes(front + text);
      if (typeof kept === 'string') expect(kept).toMatch(/^[2-5][0-5]\d(?: [245]\.[0-7]\.\d{1,2})?$/);
      else expect(kept).toBe(MAIL_FAILURES.not_an_smtp_reply);
    }),
  );
});
