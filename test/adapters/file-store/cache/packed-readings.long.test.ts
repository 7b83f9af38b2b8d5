import { existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PackedReadings } from '../../../../src/adapters/file-store/cache/packed-readings.ts';
import { Packer } from '../../../../src/adapters/file-store/cache/packer.ts';
import { unpack } from '../../../../src/adapters/file-store/cache/unpack.ts';
import { fileContentFrom } from '../../../../src/adapters/file-store/open/file-content.ts';
import { PasswordFiles } from '../../../../src/adapters/file-store/open/password-files.ts';
import type { Reading } from '../../../../src/adapters/file-store/open/reading.ts';
import { fileStateOf, type StatsFields } from '../../../../src/adapters/file-store/walk/file-state.ts';
import { SharedFactsTable } from '../../../../src/formats/certificate-table/shared-facts.ts';
import { writePem } from '../../../../src/formats/pem/write-pem.ts';
import { createEffort } from '../../../fixtures/keystores.ts';
import { type KeyKind, makeCertificate } from '../../../fixtures/make-certificate.ts';
import { mutate, mutation } from '../../../fixtures/mutate.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

const CORPORA = new URL('../../../../../shared/corpora/der/', import.meta.url);
const NOON = Date.UTC(2026, 10, 24, 12);
const KINDS: readonly KeyKind[] = ['rsa', 'ec', 'ed25519', 'rsa-pss'];
const STATE: StatsFields = { dev: 1, ino: 2, size: 3, mtimeMs: 4.5, ctimeMs: 5, mode: 6, uid: 7, gid: 8, nlink: 1 };

const none = new PasswordFiles([]);

function packTheLongWay(packer: Packer, pem: Buffer): void {
  const content = fileContentFrom(Buffer.from(pem), '/store/mail.pem', none, createEffort());
  if (content === undefined || content instanceof Promise) throw new Error('a PEM file took a password');
  packer.add({ source: { kind: 'content', content }, state: fileStateOf(STATE), mayHaveOtherPaths: false });
}

/** Returns the packed content, with shared values in place of their numbers. */
function plain({ rows, certificates, sharedFacts: shared, files, otherSources: particulars }: PackedReadings): unknown {
  const facts = [...certificates].map((value, at) => (at % 2 === 0 ? value : shared[value]));
  return { rows: Buffer.from(rows).toString('hex'), facts, files, particulars };
}

/**
 * Packs files in both ways, which must have the same result. Returns how many files the fast way
 * accepts.
 */
function packBothWays(files: readonly Buffer[]): number {
  const [long, short] = [new Packer(), new Packer()];
  let regular = 0;
  for (const pem of files) {
    packTheLongWay(long, pem);
    if (short.addRegularCertificate(pem, STATE)) regular += 1;
    else packTheLongWay(short, pem);
  }
  expect(plain(short.take())).toEqual(plain(long.take()));
  return regular;
}

const pemOf = (der: Buffer): Buffer => Buffer.from(writePem('CERTIFICATE', der));

describe('a certificate that is packed directly from its bytes', () => {
  let originals: readonly Buffer[] = [];

  beforeAll(() => {
    const issuer = makeCertificate({
      commonName: 'CA',
      dnsNames: [],
      key: 'ec',
      notBefore: NOON,
      notAfter: NOON + 1000,
    });
    originals = KINDS.map((key) => {
      const dnsNames = ['mail.contoso.com', '*.contoso.com'];
      return makeCertificate({ commonName: 'mail', dnsNames, key, issuer, notBefore: NOON, notAfter: NOON + 1000 }).der;
    });
  });

  it('is equal to a parsed one', () => {
    expect(packBothWays(originals.map(pemOf))).toBe(originals.length);
  });

  it('is the same row without its file state, which is read on request', () => {
    using directory = temporaryDirectory();
    const pem = pemOf(originals[0] ?? Buffer.alloc(0));
    const path = directory.write('mail.pem', pem);
    const packer = new Packer();
    expect(packer.addRegularCertificate(pem, undefined)).toBe(true);
    const packed = packer.take();
    packer.begin();
    packer.addRegularCertificate(pem, STATE);
    expect(packed.rows).toEqual(packer.take().rows);

    const readings: Reading[] = [];
    unpack(packed, [path], new SharedFactsTable(), (_path, reading) => readings.push(reading));
    utimesSync(path, 12, 34);
    const state = readings[0]?.state;
    // The state is read once, and is kept from now on.
    expect(state?.mtimeMs).toBe(34_000);
    const expected = fileStateOf(statSync(path));
    utimesSync(path, 56, 78);
    expect(Object.keys(expected).map((key) => Reflect.get(state ?? {}, key))).toEqual(Object.values(expected));
    expect(readings[0]?.mayHaveOtherPaths).toBe(true);
  });

  it.skipIf(!existsSync(CORPORA))('is equal to a parsed one, for any certificate', () => {
    const files = readdirSync(CORPORA, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => pemOf(readFileSync(`${parentPath}/${name}`)));
    expect(packBothWays(files)).toBeGreaterThan(200);
  });

  it('is equal to a parsed one, or is parsed, after any change in it', () => {
    let regular = 0;
    const changed = fc.array(mutation, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fc.nat(KINDS.length - 1), changed, (kind, mutations) => {
        const der = originals[kind] ?? Buffer.alloc(0);
        // The second certificate refers to the values that it shares with the first one.
        regular += packBothWays([pemOf(der), pemOf(mutate(der, mutations))]) - 1;
      }),
      { numRuns: 3000 },
    );
    expect(regular).toBeGreaterThan(100);
  });

  it('is equal to a parsed one, or is parsed, after any change in its file', () => {
    const changed = fc.array(mutation, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(fc.nat(KINDS.length - 1), changed, (kind, mutations) => {
        const pem = pemOf(originals[kind] ?? Buffer.alloc(0));
        packBothWays([pem, mutate(pem, mutations)]);
      }),
      { numRuns: 1000 },
    );
  });

  it('is equal to a parsed one, or is parsed, after a change of any one byte', () => {
    for (const der of originals) {
      for (let at = 0; at < der.length; at++) {
        for (const flip of [0x01, 0x20, 0x80, 0xff]) {
          const changed = Buffer.from(der);
          changed[at] = (changed[at] ?? 0) ^ flip;
          packBothWays([pemOf(der), pemOf(changed)]);
        }
      }
    }
  });
});
