import { expect, test } from 'vitest';
import { type ChainVerdict, verdictAt } from '../../../src/domain/certificate/chain-verdict.ts';
import { untrustedChain } from '../../../src/domain/event/catalog/untrusted-chain.ts';
import { CHAIN_FAILURES } from '../../../src/domain/failure/chain-failures.ts';
import type { Locale } from '../../../src/domain/text/locale.ts';
import { DAY } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const OURS = stored('A', { dnsNames: ['mail.contoso.com'] });
const EDGE = connector('Edge', 'mail.contoso.com');
const UNTRUSTED: ChainVerdict = { status: 'untrusted', failure: said('the issuer CN=Contoso CA was not found') };
const UNKNOWN: ChainVerdict = { status: 'unknown', failure: said('the chain could not be verified within 200 checks') };

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

test('1305 stores the failure of the chain, and shows it in both languages; an older record shows its text', () => {
  const failure = CHAIN_FAILURES.chain_issuer_not_found({ issuer: 'CN=Contoso CA' });
  const [record] = new Life().pass(withVerdict({ status: 'untrusted', failure }, NOON));
  const { parameters = [], facts = {} } = record ?? {};
  const [english, japanese] = ['the issuer CN=Contoso CA was not found', '発行者 CN=Contoso CA が見つかりません'];
  expect(facts).toMatchObject({ detail: english, failure });
  const linesIn = (locale: Locale, shown: typeof facts): readonly string[] =>
    untrustedChain.describe({ parameters, facts: shown }, { locale, offsetMinutes: () => 0 }).lines;
  expect(linesIn('en', facts)).toContain(`Error: ${english}`);
  expect(linesIn('ja', facts)).toContain(`詳細: ${japanese}`);
  const { failure: _, ...older } = facts;
  expect(linesIn('ja', older)).toContain(`詳細: ${english}`);
});
