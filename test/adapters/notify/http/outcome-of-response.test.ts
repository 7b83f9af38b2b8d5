import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { outcomeOfResponse } from '../../../../src/adapters/notify/http/outcome-of-response.ts';

const page = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');

/** The rows in the table of responses on the page: the statuses, and the first word of the effect. */
const ROWS: readonly (readonly [string, string])[] = [
  ...page.matchAll(/^\| ((?:[\dx]{3}(?:, )?)+|any other 4xx) \| (delivered|retried|rejected)\b/gm),
].map(([, answers = '', becomes = '']) => [answers, becomes]);

/** The word on the page for each outcome. */
const WORDS = { delivered: 'delivered', retry: 'retried', rejected: 'rejected' } as const;

/** Returns the outcome in the documentation, of the status or of its class. */
function saidOf(status: number): string | undefined {
  const [own] = ROWS.filter(([answers]) => answers.split(', ').includes(String(status)));
  const [hundred] = ROWS.filter(([answers]) => answers.endsWith(`${Math.floor(status / 100)}xx`));
  return (own ?? hundred)?.[1];
}

const outcome = (status: number): ReturnType<typeof outcomeOfResponse> =>
  outcomeOfResponse({ status, responseText: 'said', location: undefined, notBefore: undefined }, 'asked');

test('every status has the outcome in the documentation', () => {
  expect(ROWS).toHaveLength(9);
  for (let status = 200; status < 600; status += 1) {
    expect([status, WORDS[outcome(status).kind]]).toEqual([status, saidOf(status)]);
  }
});

test('only 410 disables the notifier', () => {
  const ending = Array.from({ length: 1000 }, (_, status) => outcome(status)).filter(
    (one) => one.kind === 'rejected' && one.disable,
  );
  expect(ending).toEqual([outcome(410)]);
});

test.each([0, 101, 199, 600, 999])('%i is no response', (status) => {
  expect(outcome(status)).toMatchObject({ kind: 'retry', reason: 'response_malformed' });
});
