import { describe, expect, it } from 'vitest';
import { DETAIL_PHRASES } from '../../../../src/adapters/cli/text/detail-phrases.ts';
import {
  ADVICE_PHRASES,
  CLIENT_PHRASES,
  SUITABILITY_PHRASES,
} from '../../../../src/adapters/cli/text/suitability-phrases.ts';
import { copyStoredCertificate } from '../../../../src/domain/certificate/copy-stored-certificate.ts';
import { CLIENT_KINDS, SUITABILITY_ADVICE } from '../../../../src/domain/certificate/suitability.ts';
import { inLanguage } from '../../../../src/domain/text/phrase.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { connector, NOON, store, stored, type World } from '../../../domain/world.ts';
import { type Answer, type DeskOptions, typeCommand } from '../desk.ts';

const SELF = stored('5E1F', {
  dnsNames: ['MAIL01', 'mail01.contoso.com'],
  selfSigned: true,
  services: ['SMTP', 'IIS'],
});
const LEAF = stored('1EAF', { dnsNames: ['mail.contoso.com'], notAfter: NOON + 100 * DAY });

const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My'), store('archive', { personal: false })],
  connectors: [connector('Internet', 'mail.contoso.com')],
  certificates: [
    SELF,
    LEAF,
    copyStoredCertificate(LEAF, { store: 'archive', location: { path: '/archive/l.pem', block: 0, alias: undefined } }),
    copyStoredCertificate(stored('CA'), { location: { ...LEAF.location, block: 1 } }),
  ],
};

const show = (word: string, options: DeskOptions = {}, ...more: readonly string[]): Promise<Answer> =>
  typeCommand(['certificates', 'show', word, ...more], { world: WORLD, ...options });

const documentOf = async (word: string, options: DeskOptions = {}): Promise<Record<string, unknown>> =>
  JSON.parse((await show(word, options, '--format', 'json')).stdout);

describe('certificates show', () => {
  it.each([['5E1F'.padEnd(40, '0')], ['5e:1f:00'], ['5e1f'], ['MAIL01.contoso.com'], ['/store/5E1F.pem']])(
    'finds the certificate by %s',
    async (word) => {
      expect(await documentOf(word)).toMatchObject({ thumbprint: '5E1F'.padEnd(40, '0') });
    },
  );

  it('uses the first certificate of a file', async () => {
    expect(await documentOf('/store/1EAF.pem')).toMatchObject({ thumbprint: '1EAF'.padEnd(40, '0') });
  });

  it('reports for an expired file of a mail server only that it has expired', async () => {
    const file = stored('F11E', { dnsNames: ['mx.contoso.com'], notAfter: NOON - DAY, file: '/etc/postfix/mx.pem' });
    const smtpd = connector('smtpd', 'mx.contoso.com', { certificateFiles: ['/etc/postfix/mx.pem'] });
    const world = { ...WORLD, connectors: [smtpd], certificates: [file] };
    const { stdout } = await show('f11e', { world });
    expect(stdout).toContain('expired\n');
    expect(stdout).not.toContain('internal connections');
    const inStore = {
      ...WORLD,
      certificates: [stored('F11E', { dnsNames: ['mx.contoso.com'], notAfter: NOON - DAY })],
    };
    expect((await show('f11e', { world: inStore })).stdout).toContain('internal connections continue to work');
  });

  it('prints one line if there is no such certificate', async () => {
    expect(await show('mial01.contoso.com')).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'mailcertd: cannot find certificate "mial01.contoso.com": no such thumbprint, name or file; did you mean "mail01.contoso.com"?\n',
    });
  });

  it('has in JSON all locations, the connectors, and a verdict for every kind of client', async () => {
    const shown = await documentOf('mail.contoso.com');
    expect(shown).toMatchObject({
      store: 'My',
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: ['serverAuth'],
      pathLength: null,
      subjectKeyIdentifier: null,
      publicKeySha256: '1EAF'.padEnd(40, '0').padEnd(64, '1'),
      selectedBy: ['Internet'],
      places: [
        { store: 'My', location: { path: '/store/1EAF.pem' }, privateKey: 'matches' },
        { store: 'archive', location: { path: '/archive/l.pem' } },
      ],
    });
    expect(shown['suitability']).toEqual(
      CLIENT_KINDS.map((client) => {
        const isInternal = client === 'outlook-domain-joined' || client === 'autodiscover';
        const reason = isInternal ? 'internal-fqdn-missing' : 'trusted';
        return {
          client,
          verdict: isInternal ? 'warns' : 'yes',
          reason,
          reasons: [reason],
          whatToDo: isInternal ? ['name-internal-fqdn'] : [],
          isEnabled: client === 'smtp-starttls',
        };
      }),
    );
  });

  it('respects the settings of proxying', async () => {
    const verdictOf = async (options: DeskOptions): Promise<unknown> => {
      const { suitability } = await documentOf('5e1f', options);
      return Array.isArray(suitability) ? suitability.at(-1) : undefined;
    };
    expect(await verdictOf({})).toMatchObject({
      client: 'client-access-proxy',
      verdict: 'no',
      whatToDo: ['allow-untrusted-certs'],
    });
    const proxy = { allowInternalUntrustedCerts: true, allowExternalUntrustedCerts: true };
    expect(await verdictOf({ proxy })).toMatchObject({ verdict: 'yes', reason: 'untrusted-certs-allowed' });
  });

  it.each(['en', 'ja'] as const)('prints the verdict of each client on the %s screen, with the fix', async (locale) => {
    const { stdout } = await show('5e1f', { locale });
    for (const client of CLIENT_KINDS) expect(stdout).toContain(CLIENT_PHRASES[client][locale]);
    expect(stdout).toContain(SUITABILITY_PHRASES['self-signed-not-supported'][locale]);
    expect(stdout).toContain(ADVICE_PHRASES['allow-untrusted-certs'][locale]);
    expect(stdout).toContain(inLanguage(DETAIL_PHRASES, locale).whatToDo);
    expect(stdout).toContain('AllowExternallUntrustedCerts');
  });

  it('escapes the content of a hostile certificate', async () => {
    const hostile = stored('BAD', { commonName: 'a\u001b[2Jb\u202e', dnsNames: ['x\n.example'] });
    const { stdout } = await show('BAD0', { world: { ...WORLD, certificates: [hostile] } });
    expect(stdout).toContain('a\\x1b[2Jb\\u202e');
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('the texts of suitability', () => {
  it('differ for every reason and every advice, in both languages', () => {
    for (const locale of ['en', 'ja'] as const) {
      for (const words of [SUITABILITY_PHRASES, ADVICE_PHRASES, CLIENT_PHRASES]) {
        const all = Object.values(words).map((word) => word[locale]);
        expect(new Set(all).size).toBe(all.length);
      }
    }
    expect(Object.keys(SUITABILITY_ADVICE)).toEqual(Object.keys(SUITABILITY_PHRASES));
  });

  it('never use the Japanese word for revoked in place of expired', () => {
    expect(JSON.stringify([SUITABILITY_PHRASES, ADVICE_PHRASES])).not.toContain('失効');
  });
});
