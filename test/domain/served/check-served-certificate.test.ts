import { describe, expect, it } from 'vitest';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import {
  checkServedCertificate,
  type ProbeProblem,
  type ServedCertificateToCheck,
} from '../../../src/domain/served/check-served-certificate.ts';
import { DAY } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { NOON, stored } from '../world.ts';

const SOON = { within: 21 * DAY, fraction: 0.25, remindAt: [] };
const MAIL = 'mail.contoso.com';
const leaf = stored('L', { dnsNames: [MAIL] }).certificate;
const TRUSTED: ChainVerdict = { status: 'trusted', anchor: 'system' };
const INCOMPLETE: ChainVerdict = { status: 'untrusted', failure: said('CN=R1 was not sent'), missingIssuer: 'CN=R1' };
const UNTRUSTED: ChainVerdict = { status: 'untrusted', failure: said('CN=R1 is an untrusted root') };

function problems(changes: Partial<ServedCertificateToCheck>): readonly ProbeProblem[] {
  const served: ServedCertificateToCheck = {
    leaf,
    protocol: 'TLSv1.3',
    chain: TRUSTED,
    serverName: MAIL,
    onDisk: { kind: 'nowhere' },
    isNameRequired: true,
    isTrustRequired: true,
    isStrengthRequired: true,
    ...changes,
  };
  return checkServedCertificate(served, NOON, SOON).problems;
}

describe('the certificate of an address', () => {
  it.each<[string, Partial<ServedCertificateToCheck>, readonly ProbeProblem[]]>([
    ['is well', {}, []],
    ['has expired', { leaf: { ...leaf, notAfter: NOON - 1 } }, ['certificate-expired']],
    ['expires now', { leaf: { ...leaf, notAfter: NOON } }, ['certificate-expires-soon']],
    ['is not valid yet', { leaf: { ...leaf, notBefore: NOON + 1 } }, ['certificate-not-yet-valid']],
    ['has another name', { serverName: 'www.contoso.com' }, ['certificate-host-mismatch']],
    ['has the name only in its CN', { leaf: { ...leaf, dnsNames: [] } }, ['certificate-host-mismatch']],
    ['has another name, and none is required', { serverName: 'www.contoso.com', isNameRequired: false }, []],
    ['has another name, and none was requested', { serverName: undefined }, []],
    ['is for clients', { leaf: { ...leaf, extendedKeyUsage: ['clientAuth'] } }, ['purpose-mismatch']],
    [
      'has a key that may only sign certificates',
      { leaf: { ...leaf, keyUsage: ['keyCertSign'] } },
      ['purpose-mismatch'],
    ],
    ['was sent without an issuer', { chain: INCOMPLETE }, ['chain-incomplete']],
    ['was sent without an issuer, for any trust', { chain: INCOMPLETE, isTrustRequired: false }, ['chain-incomplete']],
    ['is not trusted', { chain: UNTRUSTED }, ['certificate-not-trusted']],
    ['is self-signed', { chain: { status: 'self-signed' } }, ['certificate-not-trusted']],
    ['is self-signed, and trust is not required', { chain: { status: 'self-signed' }, isTrustRequired: false }, []],
    [
      'is vouched for by an issuer that has expired',
      { chain: { ...TRUSTED, holdsUntil: NOON - 1, endsWith: 'CN=R1' } },
      ['certificate-not-trusted'],
    ],
    ['is on disk', { onDisk: { kind: 'same', connectors: [], stored: [] } }, []],
    ['is not the one on disk', { onDisk: { kind: 'differs', connectors: [], stored: [] } }, ['differs-from-disk']],
    ['has a weak key', { leaf: { ...leaf, publicKeyAlgorithm: 'RSA', publicKeySize: 1024 } }, ['certificate-weak']],
    [
      'has a weak key, and no strong one is required',
      { leaf: { ...leaf, publicKeyAlgorithm: 'RSA', publicKeySize: 1024 }, isStrengthRequired: false },
      [],
    ],
    ['is shown under an old protocol', { protocol: 'TLSv1.1' }, ['old-protocol']],
    [
      'has many problems: the worst is first',
      { leaf: { ...leaf, notAfter: NOON - 1 }, serverName: 'x.contoso.com', chain: UNTRUSTED, protocol: 'TLSv1' },
      ['certificate-expired', 'certificate-host-mismatch', 'certificate-not-trusted', 'old-protocol'],
    ],
  ])('%s', (_what, changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });
});
