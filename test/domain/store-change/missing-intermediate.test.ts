import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { missingIntermediate } from '../../../src/domain/store-change/missing-intermediate.ts';
import { said } from '../failure/said.ts';
import { stored } from '../world.ts';

const { certificate } = stored('A', { dnsNames: ['mail.contoso.com'], issuer: 'CN=Sub' });
const OWN = stored('O', { dnsNames: ['mail.contoso.com'], selfSigned: true }).certificate;
const SUB = stored('S', { isCa: true, key: 'missing', subject: 'CN=Sub', issuer: 'CN=Root' });
const ROOT = stored('R', { isCa: true, key: 'missing', subject: 'CN=Root', issuer: 'CN=Root', selfSigned: true });
const DIRECT = stored('D', { issuer: 'CN=Root' }).certificate;
const TRUSTED: ChainVerdict = { status: 'trusted', anchor: 'system' };
const missing = (missingIssuer: string): ChainVerdict => ({ status: 'untrusted', failure: said(), missingIssuer });

describe('the missing issuer of a certificate', () => {
  it.each<[string, Parameters<typeof missingIntermediate>, string | undefined]>([
    ['of a self-signed one', [{ certificate: OWN, issuers: [] }, [], { status: 'self-signed' }], undefined],
    ['that is unknown', [{ certificate, issuers: [] }, [], missing('CN=Sub')], 'CN=Sub'],
    ['that is in the directory of another certificate', [{ certificate, issuers: [] }, [SUB, ROOT], TRUSTED], 'CN=Sub'],
    [
      'that is in the directory of another, and has no trusted root',
      [{ certificate, issuers: [] }, [SUB], missing('CN=Root')],
      'CN=Sub',
    ],
    ['that does', [{ certificate, issuers: [SUB.certificate] }, [SUB, ROOT], TRUSTED], undefined],
    ['above one that does', [{ certificate, issuers: [SUB.certificate] }, [], missing('CN=Root')], undefined],
    ['with the root', [{ certificate, issuers: [SUB.certificate, ROOT.certificate] }, [], TRUSTED], undefined],
    ['that is a root here', [{ certificate: DIRECT, issuers: [] }, [ROOT], TRUSTED], undefined],
    ['that is an anchor', [{ certificate: DIRECT, issuers: [] }, [], TRUSTED], undefined],
    ['if the chain is unknown', [{ certificate, issuers: [] }, [], undefined], undefined],
    [
      'if there is another problem',
      [{ certificate, issuers: [] }, [], { status: 'untrusted', failure: said() }],
      undefined,
    ],
    ['that only a server names', [{ certificate, issuers: [] }, [named('CN=Sub')], TRUSTED], undefined],
  ])('%s', (_, given, expected) => {
    expect(missingIntermediate(...given)).toBe(expected);
  });
});

/** Returns a server certificate with that subject. */
function named(subject: string): StoredCertificate {
  return stored('N', { subject });
}
