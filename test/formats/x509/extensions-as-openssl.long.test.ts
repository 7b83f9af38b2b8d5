import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/domain/certificate/certificate.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import { byOpenssl } from '../../fixtures/openssl-certificate.ts';
import { type PrintedExtensions, printedExtensions } from '../../fixtures/openssl-extensions.ts';

const CORPORA = new URL('../../../../shared/corpora/', import.meta.url);

const KEY_USAGES: Readonly<Record<string, string>> = {
  'Digital Signature': 'digitalSignature',
  'Non Repudiation': 'nonRepudiation',
  'Key Encipherment': 'keyEncipherment',
  'Data Encipherment': 'dataEncipherment',
  'Key Agreement': 'keyAgreement',
  'Certificate Sign': 'keyCertSign',
  'CRL Sign': 'cRLSign',
  'Encipher Only': 'encipherOnly',
  'Decipher Only': 'decipherOnly',
};

/** The names of purposes, by the numbers that node:crypto returns. */
const PURPOSES: Readonly<Record<string, string>> = {
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
};

const HEX = /^(?:keyid:)?([0-9A-F]{2}(?::[0-9A-F]{2})*)$/;

interface Extensions {
  readonly keyUsage: readonly string[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly isCa: boolean;
  readonly pathLength: number | undefined;
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
}

/** Returns the results of OpenSSL and node:crypto. */
function judged(der: Buffer, printed: PrintedExtensions): Extensions {
  const usage = printed.get('X509v3 Key Usage')?.[0];
  const [constraints = ''] = printed.get('X509v3 Basic Constraints') ?? [];
  const [, pathLength] = /^CA:(?:TRUE|FALSE), pathlen:(\d+)$/.exec(constraints) ?? [];
  // For an unreadable extension, node:crypto has the same result as without it.
  const purposes = new X509Certificate(der).keyUsage?.map((purpose) => PURPOSES[purpose] ?? purpose);
  const identifier = (name: string): string | undefined =>
    HEX.exec(printed.get(name)?.[0] ?? '')?.[1]?.replaceAll(':', '');
  return {
    keyUsage: usage?.split(', ').map((name) => KEY_USAGES[name] ?? name),
    extendedKeyUsage: purposes ?? (printed.has('X509v3 Extended Key Usage') ? [] : undefined),
    isCa: constraints.startsWith('CA:TRUE'),
    pathLength: pathLength === undefined ? undefined : Number(pathLength),
    subjectKeyIdentifier: identifier('X509v3 Subject Key Identifier'),
    authorityKeyIdentifier: identifier('X509v3 Authority Key Identifier'),
  };
}

function found(der: Buffer): Extensions | undefined {
  const parsed = parseCertificate(der, 'a');
  if (parsed.kind === 'problem') return undefined;
  const certificate: Certificate = parsed.value;
  return {
    keyUsage: certificate.keyUsage,
    extendedKeyUsage: certificate.extendedKeyUsage,
    isCa: certificate.isCa,
    pathLength: certificate.pathLength,
    subjectKeyIdentifier: certificate.subjectKeyIdentifier,
    authorityKeyIdentifier: certificate.authorityKeyIdentifier,
  };
}

const SAMPLES: readonly (readonly string[])[] = [
  [],
  ['keyUsage=critical,digitalSignature'],
  ['keyUsage=nonRepudiation,keyEncipherment', 'extendedKeyUsage=serverAuth'],
  ['keyUsage=dataEncipherment,keyAgreement,encipherOnly,decipherOnly'],
  ['keyUsage=critical,keyCertSign,cRLSign', 'basicConstraints=critical,CA:TRUE'],
  [`keyUsage=${Object.values(KEY_USAGES).join(',')}`],
  ['basicConstraints=CA:FALSE', 'extendedKeyUsage=clientAuth,serverAuth,codeSigning,emailProtection'],
  ['basicConstraints=critical,CA:TRUE,pathlen:0'],
  ['basicConstraints=critical,CA:TRUE,pathlen:127'],
  ['extendedKeyUsage=critical,timeStamping,OCSPSigning,anyExtendedKeyUsage'],
  ['extendedKeyUsage=1.3.6.1.4.1.311.20.2.2,1.3.6.1.5.5.7.3.17,2.999.1'],
  ['subjectKeyIdentifier=none'],
  ['subjectKeyIdentifier=01:02:03:FF', 'authorityKeyIdentifier=keyid:always'],
  ['authorityKeyIdentifier=keyid:always,issuer:always'],
  ['nsComment=text', 'subjectAltName=DNS:a,DNS:b'],
];

describe('the extensions of a certificate', () => {
  it('that openssl made are equal to those of OpenSSL and node:crypto', () => {
    const ders = SAMPLES.map((extensions) => byOpenssl(...extensions));
    const printed = printedExtensions(ders);
    expect(printed.length).toBe(SAMPLES.length);
    for (const [at, der] of ders.entries()) {
      expect(found(der), SAMPLES[at]?.join(' ')).toEqual(judged(der, printed[at] ?? new Map()));
    }
  });

  it.skipIf(!existsSync(CORPORA))(
    'of the corpora are equal to those of OpenSSL and node:crypto (../shared/corpora)',
    () => {
      const readable = readFileSync(new URL('expected.jsonl', CORPORA), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line): { readonly sha256: string; readonly openssl: { readonly ok: boolean } } => JSON.parse(line))
        .filter(({ openssl }) => openssl.ok)
        .map(({ sha256 }) => ({ sha256, der: readFileSync(new URL(`der/${sha256}.der`, CORPORA)) }));
      const printed = printedExtensions(readable.map(({ der }) => der));
      expect(printed.length).toBe(1495);
      let compared = 0;
      for (const [at, { sha256, der }] of readable.entries()) {
        const extensions = found(der);
        if (extensions === undefined) continue;
        compared += 1;
        expect(extensions, sha256).toEqual(judged(der, printed[at] ?? new Map()));
      }
      expect(compared).toBe(1493);
    },
  );
});
