import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import type { Origin } from '../../../src/domain/certificate/origin.ts';
import {
  CLIENT_KINDS,
  type ClientKind,
  type SuitabilityContext,
  suitabilityOf,
} from '../../../src/domain/certificate/suitability.ts';
import { DAY } from '../../../src/domain/time.ts';
import { type Described, NOON, stored } from '../world.ts';

const FQDN = 'mail01.contoso.com';
const REFUSED = { allowInternalUntrustedCerts: false, allowExternalUntrustedCerts: false };
const ALLOWED = { allowInternalUntrustedCerts: true, allowExternalUntrustedCerts: true };

const CONTEXT: SuitabilityContext = { now: NOON, origin: 'self-signed', proxy: REFUSED, fqdn: FQDN };

/** Returns the certificate that setup installs, with these changes. */
function installed(described: Described = {}): StoredCertificate {
  return stored('5E1F', { dnsNames: ['MAIL01', FQDN], selfSigned: true, ...described });
}

/** Returns the verdict for one kind of client: `verdict reason reason`. */
function judge(client: ClientKind, one: StoredCertificate, context: Partial<SuitabilityContext> = {}): string {
  const found = suitabilityOf(one, { ...CONTEXT, ...context }).find((each) => each.client === client);
  return [found?.verdict, ...(found?.reasons ?? [])].join(' ');
}

describe('the self-signed certificate that setup installs', () => {
  it.each<[ClientKind, string]>([
    ['smtp-starttls', 'yes between-servers'],
    ['imap-pop3', 'warns self-signed-warns'],
    ['outlook-web-access', 'warns self-signed-warns'],
    ['outlook-domain-joined', 'yes self-signed-tolerated'],
    ['autodiscover', 'yes self-signed-tolerated'],
    ['outlook-anywhere', 'no self-signed-not-supported'],
    ['activesync', 'no self-signed-not-supported'],
    ['client-access-proxy', 'no untrusted-certs-refused'],
  ])('%s: %s', (client, expected) => {
    expect(judge(client, installed())).toBe(expected);
  });

  it.each<[ClientKind, string]>([
    ['smtp-starttls', 'warns expired-between-servers'],
    ['imap-pop3', 'warns self-signed-warns expired'],
    ['outlook-web-access', 'warns self-signed-warns expired'],
    ['outlook-domain-joined', 'warns expired'],
    ['autodiscover', 'warns expired'],
    ['outlook-anywhere', 'no self-signed-not-supported expired'],
    ['activesync', 'no self-signed-not-supported expired'],
    ['client-access-proxy', 'no untrusted-certs-refused'],
  ])('%s, once it has expired: %s', (client, expected) => {
    expect(judge(client, installed({ notAfter: NOON - 1 }))).toBe(expected);
    expect(judge(client, installed({ notAfter: NOON }))).not.toContain('expired');
  });

  it('is only a warning right after expiry if a mail server names its file, since that server still serves it', () => {
    const expired = installed({ notAfter: NOON - 1 });
    expect(judge('smtp-starttls', expired, { isUsedByOtherServer: true })).toBe('warns expired');
  });

  it.each<[ClientKind, string]>([
    ['smtp-starttls', 'no not-yet-valid'],
    ['imap-pop3', 'warns self-signed-warns not-yet-valid'],
    ['outlook-domain-joined', 'warns not-yet-valid'],
    ['activesync', 'no self-signed-not-supported not-yet-valid'],
    ['client-access-proxy', 'no untrusted-certs-refused not-yet-valid'],
  ])('%s, before it is valid: %s', (client, expected) => {
    expect(judge(client, installed({ notBefore: NOON + 1 }))).toBe(expected);
    expect(judge(client, installed({ notBefore: NOON }))).not.toContain('not-yet-valid');
  });
});

describe('the origin of a certificate', () => {
  it.each<[Origin, ClientKind, string]>([
    ['enterprise', 'smtp-starttls', 'yes trusted'],
    ['enterprise', 'imap-pop3', 'yes enterprise-root'],
    ['enterprise', 'outlook-web-access', 'yes enterprise-root'],
    ['enterprise', 'outlook-domain-joined', 'yes trusted'],
    ['enterprise', 'autodiscover', 'yes trusted'],
    ['enterprise', 'outlook-anywhere', 'yes enterprise-root'],
    ['enterprise', 'activesync', 'yes enterprise-root'],
    ['enterprise', 'client-access-proxy', 'yes trusted'],
    ...CLIENT_KINDS.map((client): [Origin, ClientKind, string] => ['third-party', client, 'yes trusted']),
    ['unknown', 'smtp-starttls', 'yes between-servers'],
    ['unknown', 'imap-pop3', 'warns issuer-unknown'],
    ['unknown', 'outlook-web-access', 'warns issuer-unknown'],
    ['unknown', 'outlook-domain-joined', 'yes chain-not-checked'],
    ['unknown', 'autodiscover', 'yes chain-not-checked'],
    ['unknown', 'outlook-anywhere', 'no issuer-unknown'],
    ['unknown', 'activesync', 'no issuer-unknown'],
    ['unknown', 'client-access-proxy', 'no untrusted-certs-refused'],
  ])('%s decides for %s: %s', (origin, client, expected) => {
    expect(judge(client, installed({ selfSigned: false }), { origin })).toBe(expected);
  });
});

describe('proxying between client access servers', () => {
  const both = [false, true];
  const cases = both.flatMap((internal) =>
    both.flatMap((external) =>
      (['self-signed', 'unknown', 'enterprise', 'third-party'] as const).map((origin) => ({
        internal,
        external,
        origin,
      })),
    ),
  );

  it.each(cases)('allows internal $internal, external $external, $origin', ({ internal, external, origin }) => {
    const proxy = { allowInternalUntrustedCerts: internal, allowExternalUntrustedCerts: external };
    const isTrusted = origin === 'enterprise' || origin === 'third-party';
    const untrusted = internal && external ? 'yes untrusted-certs-allowed' : 'no untrusted-certs-refused';
    expect(judge('client-access-proxy', installed(), { origin, proxy })).toBe(isTrusted ? 'yes trusted' : untrusted);
  });

  it('continues with an expired certificate if it was allowed', () => {
    const expired = installed({ notAfter: NOON - DAY });
    expect(judge('client-access-proxy', expired, { proxy: ALLOWED })).toBe('warns expired-between-servers');
  });

  it('does not decide for other clients', () => {
    const moreReasons = (proxy: typeof ALLOWED): unknown =>
      suitabilityOf(installed(), { ...CONTEXT, proxy }).filter(({ client }) => client !== 'client-access-proxy');
    expect(moreReasons(ALLOWED)).toEqual(moreReasons(REFUSED));
  });
});

describe('the names of a certificate', () => {
  it.each<[string, readonly string[], string]>([
    ['the FQDN', [FQDN], 'yes self-signed-tolerated'],
    ['the FQDN in capitals', ['MAIL01.CONTOSO.COM'], 'yes self-signed-tolerated'],
    ['a wildcard for it', ['*.contoso.com'], 'yes self-signed-tolerated'],
    ['only the NetBIOS name', ['MAIL01'], 'warns internal-fqdn-missing'],
    ['another name', ['mail.contoso.com'], 'warns internal-fqdn-missing'],
    ['none', [], 'warns internal-fqdn-missing'],
  ])('%s: Outlook in the domain and Autodiscover', (_, dnsNames, expected) => {
    const one = installed({ dnsNames });
    expect(judge('outlook-domain-joined', one)).toBe(expected);
    expect(judge('autodiscover', one)).toBe(expected);
    expect(judge('outlook-web-access', one)).toBe('warns self-signed-warns');
  });

  it('count only in the subject alternative name', () => {
    expect(judge('autodiscover', installed({ dnsNames: [], commonName: FQDN }))).toBe('warns internal-fqdn-missing');
  });

  it('count for every issuer', () => {
    const one = installed({ dnsNames: ['mail.contoso.com'] });
    expect(judge('autodiscover', one, { origin: 'third-party' })).toBe('warns internal-fqdn-missing');
  });
});

describe('a defect that no client accepts', () => {
  const changed = (more: Partial<StoredCertificate['certificate']>): StoredCertificate => {
    const one = installed();
    return copyStoredCertificate(one, { certificate: { ...one.certificate, ...more } });
  };

  it.each<[string, StoredCertificate, string]>([
    ['a missing key', installed({ key: 'missing' }), 'private-key-missing'],
    ["another's key", installed({ key: 'differs' }), 'private-key-mismatch'],
    ['an authority', changed({ isCa: true, isSelfIssued: false }), 'certification-authority'],
    [
      'a purpose that is not a server',
      changed({ extendedKeyUsage: ['clientAuth', 'emailProtection'] }),
      'not-for-servers',
    ],
    ['no purpose at all', changed({ extendedKeyUsage: [] }), 'not-for-servers'],
  ])('%s is a "no" for all', (_, one, reason) => {
    for (const client of CLIENT_KINDS) {
      expect(judge(client, one, { origin: 'third-party' })).toBe(`no ${reason}`);
    }
  });

  it.each<[string, StoredCertificate]>([
    ['a key that cannot be judged', installed({ key: 'unreadable' })],
    ['a self-signed one that may issue', changed({ isCa: true })],
    ['no extended key usage', changed({ extendedKeyUsage: undefined })],
    ['servers and clients', changed({ extendedKeyUsage: ['clientAuth', 'serverAuth'] })],
    ['any purpose', changed({ extendedKeyUsage: ['anyExtendedKeyUsage'] })],
  ])('%s is no such defect', (_, one) => {
    for (const client of CLIENT_KINDS) expect(judge(client, one, { origin: 'third-party' })).toBe('yes trusted');
  });
});

describe('the suitability of a certificate', () => {
  it('has one verdict for every kind of client, in one order, with a reason, and says whether the service is enabled', () => {
    const origins = fc.constantFrom<Origin>('self-signed', 'enterprise', 'third-party', 'unknown');
    const described = fc.record({
      dnsNames: fc.subarray([FQDN, 'MAIL01', '*.contoso.com']),
      notAfter: fc.integer({ min: NOON - DAY, max: NOON + DAY }),
      key: fc.constantFrom('matches' as const, 'missing' as const, 'differs' as const, 'unreadable' as const),
      services: fc.subarray(['SMTP', 'IMAP', 'POP', 'IIS'] as const),
    });
    fc.assert(
      fc.property(described, origins, fc.boolean(), (details, origin, allowed) => {
        const one = installed(details);
        const all = suitabilityOf(one, { ...CONTEXT, origin, proxy: allowed ? ALLOWED : REFUSED });
        expect(all.map(({ client }) => client)).toEqual(CLIENT_KINDS);
        for (const { client, verdict, reasons, isEnabled } of all) {
          expect(new Set(reasons).size).toBe(reasons.length);
          const strict = client === 'outlook-anywhere' || client === 'activesync';
          if (strict && origin === 'self-signed') expect(verdict).toBe('no');
          const service = { 'smtp-starttls': ['SMTP'], 'imap-pop3': ['IMAP', 'POP'] }[String(client)] ?? ['IIS'];
          expect(isEnabled).toBe(one.services.some((each) => service.includes(each)));
        }
      }),
    );
  });
});
