import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../../../src/formats/x509/parse-certificate.ts';
import { select } from '../../../domain/context.ts';
import { saying } from '../../../domain/failure/saying.ts';
import { pem } from '../../../fixtures/make-certificate.ts';
import { byOpenssl } from '../../../fixtures/openssl-certificate.ts';
import { type TemporaryDirectory, temporaryDirectory } from '../../../fixtures/temporary-directory.ts';
import { made, NOON, seen, storeAt } from '../scans.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory[Symbol.dispose]());

const BROKEN = byOpenssl('subjectAltName=DER:0500');
const OTHER = byOpenssl('subjectAltName=DER:0500');

describe('a certificate whose subject alternative name cannot be read', () => {
  it('is a problem of that certificate, and is listed nevertheless', async () => {
    directory.write('mail.pem', made().certificatePem + pem('CERTIFICATE', BROKEN) + pem('CERTIFICATE', OTHER));
    const { value, problems } = await seen(storeAt(directory.path));
    expect(value.certificates.map(({ location }) => location.block)).toEqual([0, 1, 2]);
    expect(problems).toEqual([
      {
        reason: 'certificate_malformed',
        location: directory.at('mail.pem'),
        block: 1,
        failure: saying(/^subjectAltName: /),
        blocks: { first: [1, 2], count: 2 },
      },
    ]);
  });

  it('in a file of its own is a problem too, and stays one in the next scan', async () => {
    directory.write('mail.pem', pem('CERTIFICATE', BROKEN));
    const store = storeAt(directory.path, { minReliableAgeMs: -60_000 });
    const first = await seen(store);
    expect(first.problems).toEqual([expect.objectContaining({ location: directory.at('mail.pem'), block: 0 })]);
    directory.write('other.pem', made().certificatePem);
    expect((await seen(store)).problems).toEqual(first.problems);
  });

  it('matches no name, not even by its common name', async () => {
    const names = (...extensions: readonly string[]): readonly string[] | undefined => {
      const parsed = parseCertificate(byOpenssl(...extensions), 'a');
      return parsed.kind === 'parsed' ? parsed.value.commonNames : undefined;
    };
    expect([names(), names('subjectAltName=DNS:b'), names('subjectAltName=DER:0500')]).toEqual([['a'], ['a'], []]);
    directory.write('mail.pem', pem('CERTIFICATE', BROKEN));
    const { value } = await seen(storeAt(directory.path));
    expect(select('a', value.certificates, { now: NOON })).toMatchObject({ kind: 'none', nearestMiss: undefined });
  });
});
