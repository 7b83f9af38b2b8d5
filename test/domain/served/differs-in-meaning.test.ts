import { describe, expect, test } from 'vitest';
import type { ScanResult } from '../../../src/domain/scan-result.ts';
import { differsInMeaning } from '../../../src/domain/served/differs-in-meaning.ts';
import type { Endpoint, Served } from '../../../src/domain/served/served.ts';
import { said } from '../failure/said.ts';
import { endpoint, NOT_OFFERED, probeResult, REFUSED, seen, serves, silent } from '../serving.ts';
import { NOON, stored } from '../world.ts';

const [A, B] = [serves(stored('A')), serves(stored('B'))];
const LATER = NOON + 900_000;

const lost = (times: number, last: Served = A): ScanResult<readonly Endpoint[]> =>
  seen(LATER, [endpoint(silent(NOON, times, { at: NOON, value: last }), '192.0.2.1')]);
const unresolved = (times: number): ScanResult<readonly Endpoint[]> =>
  silent(NOON, times, { at: NOON, value: probeResult(NOON, A).value }, 'host_not_found');
const tls = (more: Parameters<typeof serves>[1]): Served => serves(stored('A'), more);

const heldUntil = (holdsUntil: number): Served => tls({ chain: { status: 'trusted', anchor: 'system', holdsUntil } });

describe('two probe results of a connector differ in meaning', () => {
  test.each<[string, ScanResult<readonly Endpoint[]> | undefined, ScanResult<readonly Endpoint[]>, boolean]>([
    ['never probed before', undefined, probeResult(NOON, A), true],
    ['the same, later', probeResult(NOON, A), probeResult(LATER, A), false],
    ['another cipher', probeResult(NOON, A), probeResult(LATER, tls({ cipher: 'AES128-SHA' })), false],
    [
      'its addresses in another order',
      probeResult(NOON, A, B),
      seen(LATER, probeResult(LATER, A, B).value.toReversed()),
      false,
    ],
    ['another certificate', probeResult(NOON, A), probeResult(LATER, B), true],
    [
      'another chain',
      probeResult(NOON, A),
      probeResult(LATER, tls({ chain: { status: 'untrusted', failure: said() } })),
      true,
    ],
    [
      'the same after the expiry of an issuer',
      probeResult(NOON, heldUntil(NOON + 1)),
      probeResult(LATER, heldUntil(NOON + 1)),
      true,
    ],
    [
      'the same before the expiry of an issuer',
      probeResult(NOON, heldUntil(LATER)),
      probeResult(LATER, heldUntil(LATER)),
      false,
    ],
    [
      'another issuer sent',
      probeResult(NOON, A),
      probeResult(LATER, tls({ issuers: [stored('CA').certificate] })),
      true,
    ],
    ['another protocol', probeResult(NOON, A), probeResult(LATER, tls({ protocol: 'TLSv1.1' })), true],
    ['one address more', probeResult(NOON, A), probeResult(LATER, A, A), true],
    ['no STARTTLS', probeResult(NOON, A), probeResult(LATER, NOT_OFFERED), true],
    ['STARTTLS refused', probeResult(NOON, NOT_OFFERED), probeResult(LATER, REFUSED), true],
    ['STARTTLS again', probeResult(NOON, REFUSED), probeResult(LATER, A), true],
    ['failed once', probeResult(NOON, A), lost(1), false],
    ['failed for the second time', lost(1), lost(2), true],
    ['failed for the third time', lost(2), lost(3), false],
    ['successful after one failure', lost(1), probeResult(LATER, A), false],
    ['successful after two', lost(2), probeResult(LATER, A), true],
    ['successful, with another certificate', lost(1), probeResult(LATER, B), true],
    ['its name unresolved once', probeResult(NOON, A), unresolved(1), false],
    ['its name unresolved for the second time', unresolved(1), unresolved(2), true],
    ['its name resolved again', unresolved(2), probeResult(LATER, A), true],
    ['not probed since', probeResult(NOON, A), silent(LATER, 0, probeResult(NOON, A), 'not_checked'), false],
  ])('%s', (_, before, after, expected) => {
    expect(differsInMeaning(before, after, 2)).toBe(expected);
  });
});
