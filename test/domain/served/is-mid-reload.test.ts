import { describe, expect, test } from 'vitest';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { isMidReload } from '../../../src/domain/served/is-mid-reload.ts';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import { endpoint, NOT_OFFERED, probeResult, REFUSED, seen, serves, silent } from '../serving.ts';
import { NOON, stored } from '../world.ts';

const [A, B] = [serves(stored('A')), serves(stored('B'))];
const LATER = NOON + 900_000;
const BOTH = probeResult(NOON, A, A);
const NEITHER = probeResult(NOON, NOT_OFFERED, NOT_OFFERED);
const SPLIT = probeResult(LATER, A, NOT_OFFERED);

/** Returns the result of an address that alternates between two answers. */
const alternating = (current: Served, alternate: Served): ScanResult<readonly Endpoint[]> =>
  seen(NOON, [
    endpoint(seen(NOON, current), '192.0.2.1'),
    { ...endpoint(seen(NOON, alternate), '192.0.2.1'), isAlternate: true },
  ]);

const lost = (first: Served, last: Served | undefined): ScanResult<readonly Endpoint[]> =>
  seen(LATER, [
    endpoint(seen(LATER, first), '192.0.2.1'),
    endpoint(silent(LATER, 1, last && { at: NOON, value: last }), '192.0.2.2'),
  ]);

describe('a probe during a reload', () => {
  test.each<
    [string, ScanResult<readonly Endpoint[]> | undefined, ScanResult<readonly Endpoint[]> | undefined, boolean]
  >([
    ['is one in which some addresses offer TLS, after all did', BOTH, SPLIT, true],
    ['is one in which some addresses offer TLS, after none did', NEITHER, SPLIT, true],
    ['is one in which some addresses refuse TLS', BOTH, probeResult(LATER, REFUSED, A), true],
    ['is one with a new address that offers none', probeResult(NOON, A), SPLIT, true],
    ['is one without TLS, if an unreachable address offered it', BOTH, lost(NOT_OFFERED, A), true],
    ['is also detected by the last known result', silent(NOON, 3, { at: NOON, value: BOTH.value }), SPLIT, true],
    ['is none if the same address was without TLS before', probeResult(NOON, A, NOT_OFFERED), SPLIT, false],
    ['is none if the other address was', probeResult(NOON, NOT_OFFERED, A), SPLIT, false],
    ['is none if an alternate had no TLS before', alternating(A, NOT_OFFERED), SPLIT, false],
    ['is none if only the answers of one address differ', probeResult(NOON, A), alternating(NOT_OFFERED, A), false],
    ['is none if all have changed', BOTH, probeResult(LATER, NOT_OFFERED, REFUSED), false],
    ['is none if all offer it, with two certificates', BOTH, probeResult(LATER, A, B), false],
    ['is none if an unreachable address is unknown', BOTH, lost(NOT_OFFERED, undefined), false],
    ['is none if it is the first', undefined, SPLIT, false],
    ['is none without an earlier result', silent(NOON, 1, undefined, 'host_not_found'), SPLIT, false],
    ['is none without a probe', BOTH, undefined, false],
  ])('%s', (_, before, after, expected) => {
    expect(isMidReload(before, after)).toBe(expected);
  });
});
