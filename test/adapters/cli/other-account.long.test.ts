import fc from 'fast-check';
import { describe, it } from 'vitest';
import { CONSISTENT_RESULTS, SAME_ANSWERS } from './other-account-laws.ts';

describe('any account that may read the event log and not all certificates', () => {
  it('gets the same answers as root from status, check, metrics and connectors, whatever it may not read', () =>
    fc.assert(SAME_ANSWERS));

  it('gets consistent results from status, check and metrics, whatever changed and whatever it may not read', () =>
    fc.assert(CONSISTENT_RESULTS));
});
