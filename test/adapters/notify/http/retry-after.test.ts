import { expect, test } from 'vitest';
import { retryAfter } from '../../../../src/adapters/notify/http/retry-after.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const LATEST = NOON + 48 * 3_600_000;

test.each([
  ['nothing', undefined, undefined],
  ['an empty one', '', undefined],
  ['no seconds', '0', undefined],
  ['one second', '1', NOON + 1000],
  ['seconds with white space', ' 120 ', NOON + 120_000],
  ['more than may be waited', '172801', LATEST],
  ['a number beyond all', '9'.repeat(400), LATEST],
  ['a fraction', '1.5', undefined],
  ['seconds below none', '-1', undefined],
  ['an exponent', '1e3', undefined],
  ['a word', 'soon', undefined],
  ['a date', 'Tue, 24 Nov 2026 12:01:00 GMT', NOON + 60_000],
  ['a date as RFC 850 has it', 'Tuesday, 24-Nov-26 12:01:00 GMT', NOON + 60_000],
  ['a date as asctime() has it', 'Tue Nov 24 12:01:00 2026', NOON + 60_000],
  ['this moment', 'Tue, 24 Nov 2026 12:00:00 GMT', undefined],
  ['a time in the past', 'Tue, 24 Nov 2026 11:59:59 GMT', undefined],
  ['a date beyond the limit', 'Fri, 01 Jan 2100 00:00:00 GMT', LATEST],
  ['a date that is none', 'Tue, 99 Nov 2026 12:00:00 GMT', undefined],
  ['only a year', '2027-01-01', undefined],
])('a Retry-After of %s is parsed, or ignored', (_, value, expected) => {
  expect(retryAfter(value, NOON, LATEST)).toBe(expected);
});
