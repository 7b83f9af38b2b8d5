import { describe, expect, it } from 'vitest';
import { needs, needsRoot } from '../needs.ts';
import { allCases, eachFailureOnce } from './cases.ts';
import { delayTable, wrongOf } from './delay-table.ts';
import { type DayOptions, runDay } from './run-day.ts';

/** `npm run operators-day`: all combinations, with longer waits, with the delays as a table. */
const isWhole = process.env['OPERATORS_DAY'] === 'whole';

const OPTIONS: DayOptions = isWhole
  ? {
      cases: allCases(),
      interval: '2m',
      casesPerSite: 6,
      waits: { limit: 300_000, quiet: 30_000, betweenSteps: 10_000 },
    }
  : {
      cases: eachFailureOnce(),
      interval: '30s',
      casesPerSite: 1,
      waits: { limit: 120_000, quiet: 10_000, betweenSteps: 5000 },
    };

const ARE_THERE = [needsRoot(), needs('postfix', 'dovecot', 'nginx', 'openssl')].every(Boolean);

describe.runIf(ARE_THERE)('problems of certificates and servers, and their repairs', () => {
  it('raise exactly the expected events, once each, which are cleared once with evidence', async () => {
    const { results, others } = await runDay(OPTIONS);
    if (isWhole) console.log(delayTable(results));
    expect(wrongOf(results)).toEqual([]);
    expect(others.map(({ text }) => text)).toEqual([]);
    expect(results).toHaveLength(OPTIONS.cases.length);
  }, 3_600_000);
});
