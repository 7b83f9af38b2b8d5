import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowsServer } from '../../../src/domain/certificate/allows-server.ts';
import { parseCertificate } from '../../../src/formats/x509/parse-certificate.ts';
import { byOpenssl } from '../../fixtures/openssl-certificate.ts';

const CORPORA = new URL('../../../../shared/corpora/', import.meta.url);

/** The object identifier of the Netscape certificate type in DER, 2.16.840.1.113730.1.1. */
const NETSCAPE_TYPE = Buffer.from('6086480186f8420101', 'hex');

/** Returns OpenSSL's verdict; undefined if it cannot read the extensions. */
function byPurpose(der: Buffer): boolean | undefined {
  const printed = execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', '-purpose'], {
    input: der,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const verdict = /^SSL server : (.*)$/m.exec(printed)?.[1];
  return verdict === 'Yes' || verdict === 'No' ? verdict === 'Yes' : undefined;
}

const SAMPLES: readonly (readonly string[])[] = [
  [],
  ...['clientAuth', 'serverAuth', 'clientAuth,serverAuth', 'codeSigning', 'msSGC', 'nsSGC', '2.999.1'].map((usage) => [
    `extendedKeyUsage=${usage}`,
  ]),
  ...['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'cRLSign'].map(
    (usage) => [`keyUsage=${usage}`],
  ),
  ['keyUsage=critical,keyCertSign,cRLSign', 'basicConstraints=critical,CA:TRUE'],
  ['keyUsage=nonRepudiation', 'extendedKeyUsage=serverAuth'],
  ['keyUsage=digitalSignature', 'extendedKeyUsage=clientAuth'],
  ['extendedKeyUsage=DER:3000'],
];

describe('the purpose of a certificate', () => {
  it("is OpenSSL's result with -purpose", () => {
    for (const extensions of SAMPLES) {
      const der = byOpenssl(...extensions);
      const parsed = parseCertificate(der, 'a');
      const own = parsed.kind === 'parsed' && allowsServer(parsed.value);
      expect([own, extensions]).toEqual([byPurpose(der), extensions]);
    }
  });

  it('differs from OpenSSL if any purpose is allowed: RFC 5280 and other libraries accept that', () => {
    const der = byOpenssl('extendedKeyUsage=anyExtendedKeyUsage');
    const parsed = parseCertificate(der, 'a');
    expect([parsed.kind === 'parsed' && allowsServer(parsed.value), byPurpose(der)]).toEqual([true, false]);
  });

  it.skipIf(!existsSync(CORPORA))("is OpenSSL's result for certificates of the corpora (../shared/corpora)", () => {
    const combinations = new Set<string>();
    const directory = new URL('der/', CORPORA);
    for (const file of readdirSync(directory)) {
      const der = readFileSync(new URL(file, directory));
      const parsed = parseCertificate(der, file);
      if (parsed.kind === 'problem') continue;
      const { keyUsage, extendedKeyUsage, isCa } = parsed.value;
      // Only OpenSSL reads the Netscape certificate type.
      if (extendedKeyUsage?.includes('anyExtendedKeyUsage') || der.includes(NETSCAPE_TYPE)) continue;
      // One certificate for each combination is tested, because the verdict only depends on these
      // fields.
      const key = JSON.stringify([keyUsage, extendedKeyUsage, isCa]);
      if (combinations.has(key)) continue;
      const verdict = byPurpose(der);
      if (verdict === undefined) continue;
      combinations.add(key);
      expect([file, allowsServer(parsed.value)]).toEqual([file, verdict]);
    }
    expect(combinations.size).toBeGreaterThan(50);
  });
});
