import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/domain/certificate/certificate.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { openKeystore } from '../../src/formats/certificate-table/open-keystore.ts';
import { parseStoreFile } from '../../src/formats/certificate-table/parse-store-file.ts';
import { recognizeDer } from '../../src/formats/der/recognize-der.ts';
import { parseCertificate } from '../../src/formats/x509/parse-certificate.ts';
import { derHeads, HOSTILE_LENGTHS, withLength } from '../fixtures/der-heads.ts';
import { createEffort } from '../fixtures/keystores.ts';
import { randomFrom } from '../fixtures/random.ts';
import { spoil } from '../fixtures/spoil.ts';
import { foundSeeds, madeSeeds, PASSWORD, type SeedFile } from './seeds.ts';

/** The minutes that `npm run fuzz` takes; it starts with a new seed each time. */
const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0);
const SEED = MINUTES > 0 ? Date.now() >>> 0 : 20_261_125;
const ROUNDS = 15_000;
/**
 * A file of a few thousand bytes takes microseconds, a keystore with few iterations some
 * milliseconds.
 */
const MAX_MS = 200;
/**
 * The maximum output of one input byte: an OID in dotted form, a hex digit pair, an escape of three
 * characters.
 */
const MAX_CHARACTERS_PER_BYTE = 8;
const ROUNDS_A_KEYSTORE = 5000;

const MADE: readonly SeedFile[] = madeSeeds();
const SEEDS: readonly SeedFile[] = [...MADE, ...foundSeeds()];

/**
 * Returns all fields of a certificate as text. They are named, because some are computed when they
 * are read.
 */
function textOf(certificate: Certificate): string {
  return [
    certificate.thumbprint,
    certificate.sha256Fingerprint,
    certificate.version,
    certificate.serialNumber,
    certificate.subject,
    certificate.issuer,
    certificate.commonNames.join(),
    certificate.notBefore,
    certificate.notAfter,
    certificate.dnsNames.join(),
    certificate.ipAddresses.join(),
    certificate.publicKeyAlgorithm,
    certificate.publicKeySize,
    certificate.signatureAlgorithm,
    certificate.publicKeySha256,
    certificate.isSelfIssued,
    certificate.isCa,
    certificate.pathLength,
    certificate.keyUsage?.join(),
    certificate.extendedKeyUsage?.join(),
    certificate.subjectKeyIdentifier,
    certificate.authorityKeyIdentifier,
  ].join('\n');
}

/** Returns the result of every format for some bytes, as text. Never rejects. */
async function readAll(bytes: Buffer): Promise<string> {
  const printed: string[] = [recognizeDer(bytes)];
  const single = parseCertificate(bytes, 'a');
  printed.push(
    single.kind === 'parsed'
      ? textOf(single.value)
      : `${single.problem.reason} ${failureText(single.problem.failure, 'en')}`,
  );
  for (const block of parseStoreFile(bytes, 'a').blocks) {
    const read =
      block.kind === 'keystore'
        ? await openKeystore(block, 'a', [Buffer.from(PASSWORD)], createEffort(ROUNDS_A_KEYSTORE))
        : [block];
    for (const one of read) {
      if (one.kind === 'certificate')
        printed.push(`${one.block} ${one.offset} ${one.alias} ${textOf(one.certificate)}`);
      else if (one.kind === 'private-key') printed.push(`key ${one.block} ${one.offset} ${one.bytes.length}`);
      else if (one.kind === 'request') printed.push(`request ${one.block} ${JSON.stringify(one.request)}`);
      else
        printed.push(
          `${one.kind} ${one.problem.location} ${one.problem.reason} ${failureText(one.problem.failure, 'en')}`,
        );
    }
  }
  return printed.join('\n');
}

/** Returns the bytes between others, which must not affect the result. */
function within(bytes: Buffer, filler: number): Buffer {
  const around = Buffer.alloc(bytes.length + 128, filler);
  bytes.copy(around, 64);
  return around.subarray(64, 64 + bytes.length);
}

/** Returns the processor time, which other processes do not affect. */
async function cpuMs(bytes: Buffer): Promise<number> {
  const before = process.cpuUsage();
  await readAll(bytes);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Returns the error in the result for a file; undefined: none. */
async function errorOf(bytes: Buffer, isCompared: boolean): Promise<string | undefined> {
  const before = Buffer.from(bytes);
  const started = performance.now();
  let text: string;
  try {
    text = await readAll(bytes);
  } catch (error) {
    return `it threw: ${error instanceof Error ? error.stack : String(error)}`;
  }
  const ms = performance.now() - started;
  if (ms > MAX_MS && Math.min(await cpuMs(bytes), await cpuMs(bytes), await cpuMs(bytes)) > MAX_MS) {
    return `it took ${Math.round(ms)} ms`;
  }
  if (!bytes.equals(before)) return 'it changed what it read';
  // A certificate is read twice above, and each block repeats some fields of constant length.
  const blocks = text.split('\n').length;
  if (text.length > 2 * MAX_CHARACTERS_PER_BYTE * bytes.length + 400 * (blocks + 1))
    return `${text.length} characters came out`;
  if (!isCompared) return undefined;
  for (const filler of [0x00, 0x30, 0xff]) {
    if ((await readAll(within(bytes, filler))) !== text) return `it read the data around it (${filler})`;
  }
  return undefined;
}

describe('any file in a store', () => {
  it(
    `is read or refused, in time, after any change in it (seed ${SEED})`,
    async () => {
      const random = randomFrom(SEED);
      const ends = performance.now() + MINUTES * 60_000;
      const [first, ...others] = SEEDS;
      if (first === undefined) throw new Error('no seeds');
      let round = 0;
      for (; round < ROUNDS || performance.now() < ends; round += 1) {
        const { name, bytes } = random.oneOf([first, ...others]);
        const spoilt = spoil(bytes, random);
        const error = await errorOf(spoilt, round % 8 === 0);
        if (error !== undefined)
          throw new Error(`round ${round} from seed ${SEED}, ${name}: ${error}\n${spoilt.toString('base64')}`);
      }
      if (MINUTES > 0) process.stdout.write(`${round} files from seed ${SEED}: none was read wrongly\n`);
    },
    MINUTES * 60_000 + 120_000,
  );

  it('is read or refused wherever it is cut', async () => {
    for (const { name, bytes } of MADE) {
      // Keystores take a millisecond each, so that only some of them are tested.
      const step = /\.(p12|jks)$/.test(name) ? 7 : 1;
      for (let length = 0; length < bytes.length; length += step) {
        const error = await errorOf(bytes.subarray(0, length), false);
        expect(error, `${name} cut at ${length}`).toBeUndefined();
      }
    }
  });

  it('has no length that exceeds it', async () => {
    for (const { name, bytes } of MADE) {
      if (name.endsWith('.pem') || name.endsWith('.jks')) continue;
      const heads = derHeads(bytes);
      expect(heads.length, name).toBeGreaterThan(5);
      for (const head of heads) {
        for (const length of HOSTILE_LENGTHS) {
          const error = await errorOf(withLength(bytes, head, length), name.endsWith('.der'));
          expect(error, `${name} with ${length.toString('hex')} at ${head.at}`).toBeUndefined();
        }
      }
    }
  });
});

it('a certificate that is cut anywhere is truncated', () => {
  for (const { bytes } of MADE.filter(({ name }) => /^(rsa|ec|ed25519|rsa-pss)\.der$/.test(name))) {
    for (let length = 0; length < bytes.length; length += 1) {
      const parsed = parseCertificate(bytes.subarray(0, length), 'a');
      expect(parsed.kind === 'problem' && parsed.problem.reason, `at ${length}`).toBe('der_truncated');
    }
  }
});

describe('many levels', () => {
  const nested = (levels: number, head: (inside: number) => Buffer): Buffer => {
    const heads: Buffer[] = [];
    let inside = 0;
    for (let level = 0; level < levels; level += 1) {
      const one = head(inside);
      heads.unshift(one);
      inside += one.length;
    }
    return Buffer.concat(heads);
  };
  const four =
    (tag: number) =>
    (inside: number): Buffer => {
      const length = Buffer.alloc(6);
      length.writeUInt16BE((tag << 8) | 0x84);
      length.writeUInt32BE(inside, 2);
      return length;
    };

  it.each([
    ['sequences', nested(200_000, four(0x30))],
    ['sets', nested(200_000, four(0x31))],
    ['explicit tags', nested(200_000, four(0xa0))],
    ['strings in pieces', nested(200_000, four(0x24))],
    ['sequences without end', Buffer.alloc(1_000_000, Buffer.from('3080', 'hex'))],
    ['a certificate’s head without end', Buffer.alloc(1_000_000, Buffer.from('30803080a0030201', 'hex'))],
  ])('of %s are refused in bounded time', async (_what, bytes) => {
    const started = performance.now();
    await readAll(bytes);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
