import { expect, it } from 'vitest';
import { ReadableCertificates } from '../../../src/adapters/starttls/readable-certificates.ts';
import { Tls13Client } from '../../../src/formats/tls13/tls13-client.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type Random, randomFrom } from '../../fixtures/random.ts';
import { spoil } from '../../fixtures/spoil.ts';
import { flightFor, IN_ORDER, type Said, type ServerHabits } from '../../formats/tls13/server-side.ts';
import { ownFlight } from './own-flight.ts';
import { ask, DATES, ISSUER, LEAF, newProbe, timeless } from './probe-samples.ts';
import { type Habits, scriptedServer } from './scripted-server.ts';

const SEED = 20_261_126;
const ROUNDS = 1200;
const [FIRST, ...OTHERS] = (['ed25519', 'rsa', 'ec'] as const).map((key) =>
  makeCertificate({ commonName: 'mx.contoso.com', key, ...DATES }),
);
/** Extensions: supported groups, a server name, and a server name with an unknown extension. */
const EXTENSIONS = ['0008000a000400020017', '000400000000', '0008000000000aaa0000'] as const;
const WITH_REQUEST: readonly Said[] = ['extensions', 'request', 'certificate', 'signature', 'finished'];

/**
 * Returns a server that modifies one message of its flight, and signs and encrypts the rest
 * accordingly. Each call has the same result.
 */
function spoiling(random: Random): ServerHabits {
  const what = random.oneOf(['certificate', 'certificate', 'extensions', 'request'] as const);
  const extensions = random.oneOf(EXTENSIONS);
  const seed = random.below(0x7fff_ffff);
  const change = (body: Buffer): Buffer =>
    spoil(what === 'extensions' ? Buffer.from(extensions, 'hex') : body, randomFrom(seed));
  return { order: what === 'request' ? WITH_REQUEST : IN_ORDER, bodies: { [what]: change } };
}

it('OpenSSL accepts every handshake that the fast handshake accepts, whatever is modified in it', async () => {
  if (FIRST === undefined) throw new Error('no certificates');
  const random = randomFrom(SEED);
  const readable = new ReadableCertificates();
  const habits: { -readonly [Name in keyof Habits]: Habits[Name] } = {};
  await using server = await scriptedServer('tls', LEAF, habits);
  let taken = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const certificate = random.oneOf([FIRST, ...OTHERS]);
    const spoilt = spoiling(random);
    const client = new Tls13Client({ serverName: 'mx.contoso.com', keyType: 'any' });
    const happenings = client.receive(Buffer.concat(flightFor(client.begin(), certificate, spoilt).records));
    const secured = happenings.find((happening) => happening.kind === 'secured');
    if (secured === undefined || !secured.chain.every((der) => readable.isReadable(der))) continue;
    taken += 1;
    habits.handshake = ownFlight(certificate, spoilt);
    const asked = { protocol: 'tls', serverName: 'mx.contoso.com' } as const;
    const { conversation } = await ask(server, asked, 'any', newProbe());
    expect(conversation, `round ${round} from seed ${SEED}`).toMatchObject({
      kind: 'available',
      value: { protocol: 'TLSv1.3', cipher: secured.cipher, chain: [{ der: secured.chain[0] }] },
    });
  }
  expect(taken).toBeGreaterThan(ROUNDS / 20);
});

/** A certificate with a byte in its name that is invalid in text. */
const UNREADABLE: Buffer = (() => {
  const der = Buffer.from(LEAF.der);
  der[der.indexOf('mx.contoso.com')] = 0xff;
  return der;
})();

const ELSE: readonly (readonly [what: string, habits: ServerHabits])[] = [
  ['shows a certificate that OpenSSL cannot read', { chain: [UNREADABLE] }],
  ['shows an issuer that OpenSSL cannot read', { chain: [LEAF.der, UNREADABLE] }],
  ['sends bytes after its certificate', { chain: [Buffer.concat([LEAF.der, Buffer.from('xx')])] }],
  ['sends a byte after its issuer', { chain: [LEAF.der, Buffer.concat([ISSUER.der, Buffer.of(0)])] }],
  ['shows its issuer as PEM', { chain: [LEAF.der, Buffer.from(ISSUER.certificatePem)] }],
  ['signs with a key that it does not show', { key: (FIRST ?? LEAF).keyPair.privateKey }],
  ['signs by another scheme than its curve has', { scheme: 0x0503 }],
  [
    'sends a response without a request',
    { bodies: { extensions: () => Buffer.from('0009001000050003026832', 'hex') } },
  ],
  ['asks for a certificate by no scheme', { order: WITH_REQUEST, bodies: { request: () => Buffer.alloc(3) } }],
  ['has another Finished', { bodies: { finished: (body) => Buffer.alloc(body.length) } }],
  ['shows no certificate', { chain: [] }],
  ['leaves its signature out', { order: ['extensions', 'certificate', 'finished'] }],
];

it.each(ELSE)("a server that passed the fast handshake, and then %s, has only OpenSSL's result", async (_what, own) => {
  const habits: { -readonly [Name in keyof Habits]: Habits[Name] } = {};
  await using server = await scriptedServer('tls', LEAF, habits);
  const probe = newProbe();
  for (let turn = 0; turn < 2; turn++) await ask(server, { protocol: 'tls' }, 'any', probe);
  habits.handshake = ownFlight(LEAF, own);
  const before = server.connections();
  const found = await ask(server, { protocol: 'tls' }, 'any', probe);
  expect(server.connections() - before).toBe(2);
  expect(found.conversation).toMatchObject({ kind: 'unavailable', problem: { reason: 'tls_failed' } });
  expect(timeless(found)).toEqual(timeless(await ask(server, { protocol: 'tls' }, 'any', newProbe())));
});

it('a correct test server passes the fast handshake', async () => {
  const habits: { -readonly [Name in keyof Habits]: Habits[Name] } = { handshake: ownFlight(LEAF) };
  await using server = await scriptedServer('tls', LEAF, habits);
  const probe = newProbe();
  for (let turn = 0; turn < 3; turn++) {
    const { conversation } = await ask(server, { protocol: 'tls' }, 'any', probe);
    expect(conversation).toMatchObject({ kind: 'available', value: { chain: [{ der: LEAF.der }] } });
    expect(server.connections()).toBe(turn + 1);
  }
});

it('certificates that OpenSSL can read are remembered', () => {
  const readable = new ReadableCertificates();
  expect([readable.isReadable(LEAF.der), readable.isReadable(LEAF.der), readable.isReadable(UNREADABLE)]).toEqual([
    true,
    true,
    false,
  ]);
  expect([readable.isReadable(Buffer.alloc(0)), readable.isReadable(LEAF.der.subarray(1))]).toEqual([false, false]);
});
