import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '../../../../src/adapters/sqlite/better-sqlite3.ts';
import { openLedger } from '../../../../src/adapters/sqlite/ledger/open-ledger.ts';
import type { ChainVerdict } from '../../../../src/domain/certificate/chain-verdict.ts';
import { locationKey } from '../../../../src/domain/certificate/location-key.ts';
import { CHAIN_FAILURES } from '../../../../src/domain/failure/chain-failures.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { EMPTY_MEMORY } from '../../../../src/domain/observation/memory.ts';
import type { ProbeMemory, ServedTls } from '../../../../src/domain/served/served.ts';
import { said } from '../../../domain/failure/said.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { seen, serves } from '../../../domain/serving.ts';
import { NOON, stored } from '../../../domain/world.ts';
import { stateDirectories } from '../state-directories.ts';

const stateDirectory = stateDirectories();
const SHARD = 'mail01.contoso.com';
const ANSWER = { thumbprint: 'A', protocol: 'TLSv1.3', status: 'trusted', anchors: 'one two' } as const;
const CA = stored('CA', { selfSigned: true, isCa: true }).certificate;

function probed(label: string): ProbeMemory {
  const { thumbprint, serialNumber, subject, issuer, notBefore, notAfter } = CA;
  const issuers = [{ thumbprint, serialNumber, subject, issuer, notBefore, notAfter }];
  const conversation = seen(NOON, serves(stored(label, { dnsNames: [`${label}.example`] }), { issuers }));
  const result = seen(NOON, [{ address: '192.0.2.1', keyType: 'any' as const, conversation }]);
  const basis = { disk: label, settings: label, since: NOON, arrivedAt: NOON };
  return { url: `smtp://${label}.example:25`, result, lastOfferedAt: NOON, basis };
}

function tlsOf({ result }: ProbeMemory): ServedTls {
  const [endpoint] = result.kind === 'available' ? result.value : [];
  if (endpoint?.conversation.kind !== 'available' || endpoint.conversation.value.tls === undefined)
    throw new Error('unavailable');
  return endpoint.conversation.value.tls;
}

it('equal values of thousands of servers are kept once in memory', async () => {
  const directory = stateDirectory();
  const probes = new Map([probed('a'), probed('b')].map((each) => [each.url, each]));
  {
    await using ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, {
      records: [],
      open: undefined,
      memory: { ...EMPTY_MEMORY, probes },
      scan: undefined,
    });
  }
  await using ledger = openLedger(directory);
  const { memory } = await ledger.state(SHARD);
  expect(memory.probes).toEqual(probes);
  const [one, other] = [...memory.probes.values()].map(tlsOf);
  if (one === undefined || other === undefined) throw new Error('both are remembered');
  expect(other.issuers).toBe(one.issuers);
  expect(other.chain).toBe(one.chain);
  expect(one.leaf).not.toBe(other.leaf);
  expect(one.leaf.dnsNames).not.toBe(other.leaf.dnsNames);
});

it.each<ChainVerdict>([
  { status: 'trusted', anchor: 'system', holdsUntil: NOON, endsWith: 'CN=CA', limit: 200 },
  { status: 'self-signed', isUncertain: true },
  { status: 'untrusted', failure: said('the issuer CN=CA was not sent'), missingIssuer: 'CN=CA', isUncertain: true },
  {
    status: 'untrusted',
    failure: CHAIN_FAILURES.chain_roots_not_read({
      cause: CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=CA' }),
      files: ['/etc/ca.pem'],
    }),
  },
  { status: 'refused', detail: 'error:0688010A:asn1 encoding routines::nested asn1 error' },
  { status: 'unknown', failure: said('the chain could not be verified within 200 checks') },
  { status: 'unknown', failure: CHAIN_FAILURES.chain_check_limit_reached({ limit: 200 }) },
])('each verdict on a chain is read again after a restart, with the duration of the probe: %j', async (chain) => {
  const directory = stateDirectory();
  const conversation = seen(NOON, serves(stored('a', { dnsNames: ['a.example'] }), { chain }));
  const more = {
    durationMs: 40,
    unlisted: { since: NOON, answers: 3 },
    recentAnswers: [ANSWER, { starttls: 'refused' as const }],
    isAlternate: true as const,
  };
  const result = seen(NOON, [{ address: '192.0.2.1', keyType: 'any' as const, conversation, ...more }]);
  const probes = new Map([['a', { url: 'smtp://a.example:25', result, lastOfferedAt: NOON }]]);
  {
    await using ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, {
      records: [],
      open: undefined,
      memory: { ...EMPTY_MEMORY, probes },
      scan: undefined,
    });
  }
  await using ledger = openLedger(directory);
  expect((await ledger.state(SHARD)).memory.probes).toEqual(probes);
});

it('a verdict is stored with its English text, and the two earlier forms are read too', async () => {
  const directory = stateDirectory();
  const detail = CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=CA' });
  const english = 'the issuer CN=CA was not sent, and is not a trusted root';
  const conversation = seen(
    NOON,
    serves(stored('a', { dnsNames: ['a.example'] }), { chain: { status: 'untrusted', failure: detail } }),
  );
  const result = seen(NOON, [{ address: '192.0.2.1', keyType: 'any' as const, conversation }]);
  const probes = new Map([['a', { url: 'smtp://a.example:25', result, lastOfferedAt: NOON }]]);
  {
    await using ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, {
      records: [],
      open: undefined,
      memory: { ...EMPTY_MEMORY, probes },
      scan: undefined,
    });
  }
  // Also as stored by earlier versions: a text, and a failure in place of the text.
  const newest = { status: 'untrusted', detail: failureText(detail, 'en'), failure: detail };
  const forms = [newest, { status: 'untrusted', detail: english }, { status: 'untrusted', detail }];
  const read: unknown[] = [];
  for (const [index, form] of forms.entries()) {
    if (index > 0) replaceInMemory(directory, JSON.stringify(forms[index - 1]), JSON.stringify(form));
    await using ledger = openLedger(directory);
    const probe = (await ledger.state(SHARD)).memory.probes.get('a');
    read.push(probe === undefined ? undefined : tlsOf(probe).chain);
  }
  const verdict = { status: 'untrusted', failure: detail };
  expect(read).toEqual([verdict, { status: 'untrusted', failure: saying(english) }, verdict]);
});

it('the answers of an address are read, also those that an earlier version stored as texts', async () => {
  const directory = stateDirectory();
  const conversation = seen(NOON, serves(stored('a', { dnsNames: ['a.example'] })));
  const recentAnswers = [ANSWER, { starttls: 'not-offered' as const }];
  const endpoint = { address: '192.0.2.1', keyType: 'any' as const, conversation, recentAnswers };
  const result = seen(NOON, [endpoint]);
  const probes = new Map([['a', { url: 'smtp://a.example:25', result, lastOfferedAt: NOON }]]);
  {
    await using ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, {
      records: [],
      open: undefined,
      memory: { ...EMPTY_MEMORY, probes },
      scan: undefined,
    });
  }
  const old = ['A TLSv1.3 trusted one two', 'not-offered', 'an unknown text'];
  replaceInMemory(directory, `"recentAnswers":${JSON.stringify(recentAnswers)}`, `"recent":${JSON.stringify(old)}`);
  await using ledger = openLedger(directory);
  expect((await ledger.state(SHARD)).memory.probes).toEqual(probes);
});

it('the location of a file history is stored, and that of an earlier version is read from its key', async () => {
  const directory = stateDirectory();
  const location = { path: '/store/a#1.pem', block: 2 };
  const history = { thumbprint: 'A'.repeat(40), names: [], issuer: 'CN=CA', store: 'My', previous: undefined };
  const fileHistories = new Map([[locationKey(location), { ...history, location }]]);
  {
    await using ledger = openLedger(directory);
    await ledger.commit(SHARD, 0, {
      records: [],
      open: undefined,
      memory: { ...EMPTY_MEMORY, fileHistories },
      scan: undefined,
    });
    expect((await ledger.state(SHARD)).memory.fileHistories).toEqual(fileHistories);
  }
  replaceInMemory(directory, `,"location":${JSON.stringify(location)}`, '');
  await using ledger = openLedger(directory);
  expect((await ledger.state(SHARD)).memory.fileHistories).toEqual(fileHistories);
});

/** Replaces a text in the only row of the memory, which must contain it. */
function replaceInMemory(directory: string, from: string, to: string): void {
  const database = openSqlite(join(directory, 'ledger.db'));
  const { changes } = database
    .prepare('UPDATE memory SET value = replace(value, ?, ?) WHERE instr(value, ?) > 0')
    .run(from, to, from);
  database.close();
  expect(changes).toBe(1);
}
