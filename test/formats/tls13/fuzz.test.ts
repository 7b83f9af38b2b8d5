import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { CIPHER_SUITES } from '../../../src/formats/tls13/cipher-suites.ts';
import { Tls13Client, type Tls13Event } from '../../../src/formats/tls13/tls13-client.ts';
import { subjectPublicKey } from '../../../src/formats/x509/subject-public-key.ts';
import { makeCertificate } from '../../fixtures/make-certificate.ts';
import { type Random, randomFrom } from '../../fixtures/random.ts';
import { spoil } from '../../fixtures/spoil.ts';
import { flightFor, IN_ORDER, type Said, type ServerHabits } from './server-side.ts';

/** The minutes that `npm run fuzz` takes; it starts with a new seed each time. */
const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0);
const SEED = MINUTES > 0 ? Date.now() >>> 0 : 20_261_126;
const ROUNDS = 2500;
/** The maximum time, ms. A handshake takes one. */
const MAX_MS = 200;

const NOON = Date.UTC(2026, 10, 24, 12);
const DATES = { notBefore: NOON, notAfter: NOON + 1000 };
const [FIRST, ...OTHERS] = (['ec', 'ed25519', 'rsa'] as const).map((key) =>
  makeCertificate({ commonName: 'mx.contoso.com', key, ...DATES }),
);
const [SUITE, ...SUITES] = CIPHER_SUITES;
const SPOILT: readonly [Said, ...Said[]] = ['hello', ...IN_ORDER];

/** The input from a server, and the state of the client. */
interface Round {
  readonly certificate: NonNullable<typeof FIRST>;
  readonly bytes: Buffer;
  readonly happenings: readonly Tls13Event[];
  /**
   * True if the data was modified before it was signed and encrypted. The handshake may then
   * succeed.
   */
  readonly isWithin: boolean;
}

function take(client: Tls13Client, bytes: Buffer, random: Random): readonly Tls13Event[] {
  const happenings: Tls13Event[] = [];
  const most = random.oneOf([1, 50, 1000, 100_000]);
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(most);
    happenings.push(...client.receive(bytes.subarray(at, at + length)));
    at += length;
  }
  return happenings;
}

function played(random: Random): Round {
  if (FIRST === undefined || SUITE === undefined) throw new Error('no seeds');
  const certificate = random.oneOf([FIRST, ...OTHERS]);
  const client = new Tls13Client({ serverName: 'mx.contoso.com', keyType: 'any' });
  const hello = client.begin();
  const kind = random.below(8);
  if (kind === 0) {
    const bytes = randomBytes(random.below(random.oneOf([10, 1000, 100_000])));
    return { certificate, bytes, happenings: take(client, bytes, random), isWithin: false };
  }
  const isWithin = kind < 5;
  const spoilt = random.oneOf(SPOILT);
  const pack = (messages: readonly Buffer[]): readonly Buffer[] => messages;
  const habits: ServerHabits = {
    suite: random.oneOf([SUITE, ...SUITES]),
    ...(random.below(2) === 0 ? {} : { pack }),
    ...(isWithin ? { bodies: { [spoilt]: (body: Buffer) => spoil(body, random) } } : {}),
    ...(random.below(8) === 0 ? { order: [...IN_ORDER].toSorted(() => random.below(3) - 1) } : {}),
  };
  const flight = flightFor(hello, certificate, habits);
  const ticket = flight.seals.encrypt(22, spoil(Buffer.from('0400000800000000000000', 'hex'), random));
  const said = [...flight.records, ticket, flight.seals.encrypt(23, Buffer.from('221 bye\r\n'))];
  const bytes = isWithin ? Buffer.concat(said) : spoil(Buffer.concat(said), random);
  return { certificate, bytes, happenings: take(client, bytes, random), isWithin };
}

/** Returns the error in the result; undefined: none. */
function errorOf({ certificate, bytes, happenings, isWithin }: Round): string | undefined {
  const kinds = happenings.map(({ kind }) => kind).join();
  if (!/^(?:failed)?$|^send,secured(?:,received)*(?:,closed)?$/.test(kinds)) return `it came to ${kinds}`;
  let heard = 0;
  for (const happening of happenings) {
    if (happening.kind === 'received') heard += happening.bytes.length;
    if (happening.kind === 'failed' && happening.detail.length > 500) return 'its detail is too long';
    if (happening.kind !== 'secured') continue;
    const [leaf = Buffer.alloc(0)] = happening.chain;
    if (!isWithin && !(happening.chain.length === 1 && leaf.equals(certificate.der))) return 'its chain is another';
    const proven = subjectPublicKey(leaf)?.export({ type: 'spki', format: 'der' });
    const own = certificate.keyPair.publicKey.export({ type: 'spki', format: 'der' });
    if (proven?.equals(own) !== true) return 'it proved a key that it does not have';
  }
  return heard > bytes.length ? 'more was heard than said' : undefined;
}

it(
  `any input of a server has one end at most, and never an unproven success (seed ${SEED})`,
  () => {
    const random = randomFrom(SEED);
    const ends = performance.now() + MINUTES * 60_000;
    const met = new Map<string, number>();
    let round = 0;
    for (; round < ROUNDS || performance.now() < ends; round += 1) {
      const before = process.cpuUsage();
      const one = played(random);
      const ms = process.cpuUsage(before).user / 1000;
      const error = ms > MAX_MS ? `it took ${Math.round(ms)} ms` : errorOf(one);
      if (error !== undefined)
        throw new Error(`round ${round} from seed ${SEED}: ${error}\n${one.bytes.toString('base64').slice(0, 20_000)}`);
      const end = one.happenings.find(({ kind }) => kind === 'secured' || kind === 'failed')?.kind ?? 'none';
      met.set(end, (met.get(end) ?? 0) + 1);
    }
    // All three results must occur.
    for (const end of ['secured', 'failed', 'none']) expect(met.get(end) ?? 0, end).toBeGreaterThan(20);
    if (MINUTES > 0) process.stdout.write(`${round} handshakes from seed ${SEED}: none came to what was not proved\n`);
  },
  MINUTES * 60_000 + 120_000,
);

it('endless input keeps at most a record and a message in memory', () => {
  const endless: readonly (readonly [string, Buffer])[] = [
    ['random bytes', Buffer.alloc(0x10000, 0x16)],
    ['a record without an end', Buffer.concat([Buffer.of(22, 3, 3, 0x40, 0), Buffer.alloc(0x4000)])],
    ['a message without an end', Buffer.concat([Buffer.of(22, 3, 3, 0, 4, 2, 0xff, 0xff, 0xff)])],
    ['changes of the cipher', Buffer.of(20, 3, 3, 0, 1, 1)],
  ];
  for (const [what, bytes] of endless) {
    const client = new Tls13Client({ serverName: undefined, keyType: 'any' });
    client.begin();
    const kinds: string[] = [];
    const before = process.cpuUsage();
    for (let turn = 0; turn < 1000; turn++) kinds.push(...client.receive(bytes).map(({ kind }) => kind));
    expect(kinds, what).toEqual(['failed']);
    // The kept data is assembled again with each input.
    expect(process.cpuUsage(before).user / 1000, what).toBeLessThan(1000);
  }
});
