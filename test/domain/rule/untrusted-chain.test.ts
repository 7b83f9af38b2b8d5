import { expect, test } from 'vitest';
import { type ChainVerdict, verdictAt } from '../../../src/domain/certificate/chain-verdict.ts';
import { DAY } from '../../../src/domain/time.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const OURS = stored('A', { dnsNames: ['mail.contoso.com'] });
const EDGE = connector('Edge', 'mail.contoso.com');
const UNTRUSTED: ChainVerdict = { status: 'untrusted', detail: 'the issuer CN=Contoso CA was not found' };
const UNKNOWN: ChainVerdict = { status: 'unknown', detail: 'the limit of 200 checks for issuers was reached' };

const withVerdict = (verdict: ChainVerdict, now: number): World => ({
  ...CALM,
  now,
  connectors: [EDGE],
  certificates: [OURS],
  verdicts: new Map([[OURS.certificate.thumbprint, verdict]]),
});

test('a chain that could not be followed to its end raises no 1305, and clears none', () => {
  const life = new Life();
  expect(life.pass(withVerdict(UNKNOWN, NOON)).map(notation)).toEqual([]);
  const raised = life.pass(withVerdict(UNTRUSTED, NOON + 1)).map(({ eventId }) => eventId);
  expect(raised).toEqual([1305]);
  expect(life.pass(withVerdict(UNKNOWN, NOON + 2)).map(notation)).toEqual([]);
  expect(life.open.map(({ eventId }) => eventId)).toEqual([1305]);
  life.pass(withVerdict({ status: 'trusted', anchor: 'system' }, NOON + 3));
  expect(life.open).toEqual([]);
});

test.each([
  [-1, 'trusted'],
  [0, 'trusted'],
  [1, 'unknown'],
])('a path found before the limit was reached is worth nothing certain after its end (%i ms)', (ms, status) => {
  const verdict: ChainVerdict = { status: 'trusted', anchor: 'system', holdsUntil: NOON + DAY, limit: 200 };
  expect(verdictAt(verdict, NOON + DAY + ms).status).toBe(status);
});
