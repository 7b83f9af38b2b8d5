import { describe, expect, it } from 'vitest';
import { type Assessment, assess } from '../../../src/domain/assessment/assess.ts';
import type { Settings } from '../../../src/domain/assessment/settings.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { StoredRequest } from '../../../src/domain/certificate/certificate-request.ts';
import { copyStoredCertificate } from '../../../src/domain/certificate/copy-stored-certificate.ts';
import { buildCertificateIndex } from '../../../src/domain/certificate-index/certificate-index.ts';
import { lastKnownCertificates } from '../../../src/domain/observation/last-known-objects.ts';
import { alterObservation } from '../../../src/domain/remedy/alter-observation.ts';
import { NOT_ISSUED } from '../../../src/domain/remedy/remedy.ts';
import { diagnoseSelection, remedyOf } from '../../../src/domain/remedy/remedy-of.ts';
import { DAY } from '../../../src/domain/time.ts';
import { placeOfLine } from '../../../src/formats/document/explain-document.ts';
import { shellWords } from '../../../src/formats/event/shell-words.ts';
import { said } from '../failure/said.ts';
import { CALM, connector, type Described, Life, NOON, SETTINGS, store, stored, type World } from '../world.ts';

const MY = '/var/lib/mailcertd/store';
const NAME = 'mail.contoso.com';
const LIVE = `/etc/letsencrypt/live/${NAME}/fullchain.pem`;
const P = 'P'.padEnd(40, '0');
const OWN = `${MY}/${P}/certificate.pem`;
const COMMAND: Settings['command'] = ['mailcertd', '--config', '/etc/other.yaml'];
const CALLED = 'mailcertd --config /etc/other.yaml certificates';

const at = (line: number) => ({ source: { inventory: 'configuration', place: `mailcertd.yaml:${line}` } });
const STORES = [
  store('My', { path: MY, ...at(3) }),
  store('web', { services: ['IIS'], ...at(4) }),
  store('archive', { personal: false, passwordFiles: ['/etc/mailcertd/password'], ...at(5) }),
];
const R = connector('Internet', NAME, at(9));
const SMTPD = connector('smtpd', NAME, { ...at(10), certificateFiles: [LIVE] });
const FILE = '/etc/postfix/mail.pem';
const BY_HAND = connector('smtpd', NAME, { ...at(10), certificateFiles: [FILE] });
const NAMED = connector('Named', NAME, { ...at(11), tlsCertificateName: `<I>CN=Contoso CA<S>CN=${NAME}` });

const p = (more: Described = {}): StoredCertificate => stored('P', { dnsNames: [NAME], path: OWN, ...more });

const withKeyFile = (certificate: StoredCertificate, path: string): StoredCertificate =>
  copyStoredCertificate(certificate, { key: { ...certificate.key, path } });

/** Returns the remedy for the first connector of a world, with the assessment. */
function remedyIn(world: Partial<World>) {
  const life = new Life();
  life.pass({ ...CALM, stores: STORES, connectors: [R], ...world });
  if (life.assessment === undefined) throw new Error('nothing was assessed');
  const assessment: Assessment = { ...life.assessment, settings: { ...SETTINGS, command: COMMAND } };
  const [first] = assessment.selections;
  if (first === undefined) throw new Error('no connector was judged');
  const { connector: one, selection } = first;
  return {
    remedy: remedyOf(one, selection, assessment),
    diagnostics: diagnoseSelection(selection, assessment),
    assessment,
  };
}

/** Returns the selection of the first connector after the fix. */
function selectedAfter({ remedy, assessment }: ReturnType<typeof remedyIn>): string {
  const observation = alterObservation(assessment.observation, remedy?.effect ?? {});
  const index = buildCertificateIndex(lastKnownCertificates(observation));
  const selection = assess(observation, assessment.settings, index).selections[0]?.selection;
  if (selection?.kind !== 'chosen') return selection?.kind ?? 'missing';
  const { thumbprint, notAfter } = selection.chosen.certificate;
  return notAfter < observation.now ? 'expired' : thumbprint === NOT_ISSUED ? 'new' : thumbprint.replace(/0+$/, '');
}

const EXPIRED = { notBefore: NOON - 91 * DAY, notAfter: NOON - DAY };
const REQUEST: StoredRequest = {
  request: {
    sha256Fingerprint: 'E4'.padEnd(64, '0'),
    subject: `CN=${NAME}`,
    commonNames: [NAME],
    dnsNames: [NAME],
    ipAddresses: [],
    publicKeyAlgorithm: 'EC',
    publicKeySize: 256,
    signatureAlgorithm: 'ecdsa-with-SHA256',
    publicKeySha256: P.padEnd(64, '1'),
  },
  store: 'My',
  location: { path: `${MY}/request-E4/request.pem`, block: 0 },
  hasPrivateKey: true,
  note: { friendlyName: undefined, isExportable: false, requestedBy: { by: 'root', command: '', at: 0 } },
};
const DENIED = {
  denials: [
    { account: 'exim', path: `${MY}/${P}`, kind: 'directory' },
    { account: 'postfix', path: OWN, kind: 'file' },
    { account: 'exim', path: OWN, kind: 'file' },
  ],
  isExposed: false,
} as const;

describe('the fix for a connector without a valid certificate', () => {
  it.each<[string, Partial<World>, readonly string[], string]>([
    ['no certificate has the name', {}, [`${CALLED} new --domain-name ${NAME} --services SMTP`], 'new'],
    [
      'only another name exists',
      { certificates: [stored('S', { dnsNames: ['mail01.contoso.com'] })] },
      [`${CALLED} new --domain-name ${NAME} --services SMTP`],
      'new',
    ],
    [
      'it is version 1',
      { certificates: [p({ version: 1 })] },
      [`${CALLED} new --domain-name ${NAME} --services SMTP`],
      'new',
    ],
    [
      'it is not enabled, in its own directory',
      { certificates: [p({ services: ['IIS'] })] },
      [`${CALLED} enable ${P} --services SMTP`],
      'P',
    ],
    [
      'it is not enabled, in its own directory with a custom name',
      { certificates: [p({ services: ['IIS'], path: `${MY}/mail/cert.pem` })] },
      [`${CALLED} enable ${P} --services SMTP`],
      'P',
    ],
    [
      'it is not enabled, and is among others',
      { certificates: [p({ services: ['IIS'], path: `${MY}/mail.pem` })] },
      [`${CALLED} import ${MY}/mail.pem --services SMTP`],
      'P',
    ],
    [
      'it is in a store that no connector searches',
      { certificates: [p({ store: 'archive', path: '/archive/mail.p12' })] },
      [`${CALLED} import /archive/mail.p12 --services SMTP --password-file /etc/mailcertd/password`],
      'P',
    ],
    [
      'its key is with its request',
      { certificates: [p({ store: 'web', path: '/root/answer.pem', key: 'missing' })], requests: [REQUEST] },
      [`${CALLED} import /root/answer.pem --services SMTP`],
      'P',
    ],
    [
      'certbot manages it, and its key is missing',
      { certificates: [p({ store: 'web', path: LIVE, key: 'missing', services: ['SMTP'] })] },
      [`certbot renew --cert-name ${NAME} --force-renewal`],
      'P',
    ],
    [
      'the account that loads its key cannot read it',
      { certificates: [p({ access: DENIED })], connectors: [{ ...R, keyLoadedBy: 'exim' }] },
      [`setfacl -m u:exim:x ${MY}/${P}`, `setfacl -m u:exim:r ${OWN}`],
      'P',
    ],
    [
      'it has expired, and is self-signed',
      { certificates: [p({ ...EXPIRED, selfSigned: true })] },
      [`${CALLED} renew ${P}`],
      'new',
    ],
    [
      'it has expired, and is self-signed in another store',
      { certificates: [p({ ...EXPIRED, selfSigned: true, store: 'web', services: ['SMTP'] })] },
      [`${CALLED} renew ${P}`],
      'new',
    ],
    [
      'it has expired, and certbot manages it',
      { certificates: [p({ ...EXPIRED, store: 'web', services: ['SMTP'], path: LIVE })] },
      [`certbot renew --cert-name ${NAME}`],
      'new',
    ],
    [
      'it has expired, and certbot manages it in another directory',
      { certificates: [p({ ...EXPIRED, store: 'web', services: ['SMTP'], path: '/srv/le/live/a b/cert.pem' })] },
      ["certbot renew --cert-name 'a b' --config-dir /srv/le"],
      'new',
    ],
    [
      'it has expired, and the next one is not enabled',
      { certificates: [stored('O', { dnsNames: [NAME], ...EXPIRED }), p({ services: ['IIS'] })] },
      [`${CALLED} enable ${P} --services SMTP`],
      'P',
    ],
    [
      'certbot manages the file that a server names, and it has expired',
      { certificates: [p({ ...EXPIRED, file: LIVE })], connectors: [SMTPD] },
      [`certbot renew --cert-name ${NAME}`],
      'new',
    ],
    [
      'certbot manages the file that a server names, and it has another name',
      { certificates: [p({ file: LIVE, dnsNames: ['www.contoso.com'] })], connectors: [SMTPD] },
      [`certbot certonly --cert-name ${NAME} -d www.contoso.com -d ${NAME}`],
      'P',
    ],
  ])('is an exact command if %s', (_, world, commands, then) => {
    const found = remedyIn(world);
    expect(found.remedy?.commands.map(shellWords)).toEqual(commands);
    expect(selectedAfter(found)).toBe(then);
  });

  it.each<[string, Partial<World>, string, string, string]>([
    [
      'a store that is not written to is for other services',
      { certificates: [p({ store: 'web', services: ['IIS'] })] },
      'services: [IIS, SMTP]',
      'mailcertd.yaml:4',
      'P',
    ],
    [
      'a certificate.yaml next to it has its services',
      { certificates: [p({ store: 'web', services: ['IMAP'], path: '/web/mail/cert.pem' })] },
      'services: [IMAP, SMTP]',
      '/web/mail/certificate.yaml',
      'P',
    ],
    [
      'a certificate.yaml next to it has the same services as the store',
      {
        certificates: [
          copyStoredCertificate(p({ store: 'web', services: ['IIS'], path: '/web/mail/cert.pem' }), {
            hasOwnServices: true,
          }),
        ],
      },
      'services: [IIS, SMTP]',
      '/web/mail/certificate.yaml',
      'P',
    ],
    [
      'its key is in another directory, in a store that no connector searches',
      { certificates: [withKeyFile(p({ store: 'archive', path: '/archive/mail.pem' }), '/archive/keys/mail.key')] },
      'personal: true',
      'mailcertd.yaml:5',
      'P',
    ],
    [
      'certbot manages it in a store that no connector searches',
      { certificates: [p({ store: 'archive', path: LIVE })] },
      'personal: true',
      'mailcertd.yaml:5',
      'P',
    ],
    [
      'it was renewed by another issuer',
      { certificates: [p({ issuer: 'CN=New CA' })], connectors: [NAMED] },
      `tlsCertificateName: "<I>CN=New CA<S>CN=${NAME}"`,
      'mailcertd.yaml:11',
      'P',
    ],
    [
      'it has the name and another subject',
      { certificates: [p({ commonName: 'Mail' })], connectors: [NAMED] },
      'tlsCertificateName: "<I>CN=Contoso CA<S>CN=Mail"',
      'mailcertd.yaml:11',
      'P',
    ],
  ])('is a line of configuration if %s', (_, world, text, place, then) => {
    const found = remedyIn(world);
    const line = found.remedy?.line;
    expect([found.remedy?.commands, line?.text, line && placeOfLine(line)]).toEqual([[], text, place]);
    expect(selectedAfter(found)).toBe(then);
  });

  it('does not import a file that an import refuses: with two keys, or with its key in another directory', () => {
    const path = `${MY}/mail.pem`;
    const inFile = p({ services: ['IIS'], path });
    expect(remedyIn({ certificates: [inFile, stored('Q', { path, services: [] })] }).remedy).toBeUndefined();
    expect(remedyIn({ certificates: [withKeyFile(inFile, '/etc/ssl/private/mail.key')] }).remedy).toBeUndefined();
  });

  it('does not count the certificates with their own services as changed by the line of the store', () => {
    const own = copyStoredCertificate(stored('Q', { store: 'web', services: ['IIS'] }), { hasOwnServices: true });
    const { remedy } = remedyIn({ certificates: [p({ store: 'web', services: ['IIS'] }), own] });
    expect(remedy?.line?.of).toBe('store');
    expect(remedy?.effect?.certificate?.(own)).toBe(own);
  });

  it.each<[string, Partial<World>, string]>([
    ['an authority has issued it', { certificates: [p(EXPIRED)] }, `${CALLED} renew ${P} --request`],
    [
      'the file that a server names is kept by hand',
      { certificates: [p({ ...EXPIRED, file: FILE })], connectors: [BY_HAND] },
      `openssl x509 -x509toreq -copy_extensions copy -in ${FILE} -signkey ${FILE}`,
    ],
    [
      'the file that a server names has its name only in the CN',
      { certificates: [p({ ...EXPIRED, dnsNames: [], commonName: NAME, file: FILE })], connectors: [BY_HAND] },
      `openssl req -new -key ${FILE} -subj /CN=${NAME} -addext subjectAltName=DNS:${NAME}`,
    ],
  ])('is a request if it has expired and %s: the result depends on the CA', (_, world, command) => {
    const { remedy } = remedyIn(world);
    expect(remedy?.commands.map(shellWords)).toEqual([command]);
    expect(remedy?.effect).toBeUndefined();
  });

  it.each<[string, Partial<World>, readonly string[]]>([
    ['its key is nowhere', { certificates: [p({ key: 'missing' })] }, [`openssl x509 -in ${OWN} -noout -pubkey`]],
    [
      "its key is another's",
      { certificates: [p({ key: 'differs' })] },
      [`openssl x509 -in ${OWN} -noout -pubkey`, `openssl pkey -in ${OWN} -pubout`],
    ],
    [
      'it is not valid yet',
      { certificates: [p({ notBefore: NOON + DAY })] },
      ['date -u', `openssl x509 -in ${OWN} -noout -startdate`],
    ],
    [
      'another subject is of the same domain only',
      { certificates: [p({ dnsNames: ['www.contoso.com'], subject: 'CN=www' })], connectors: [NAMED] },
      [`openssl x509 -in ${OWN} -noout -issuer -subject -nameopt RFC2253`],
    ],
    [
      'a file that a server names has another name',
      { certificates: [p({ file: FILE, dnsNames: ['www.contoso.com'] })], connectors: [BY_HAND] },
      [`openssl x509 -in ${FILE} -noout -subject -ext subjectAltName`],
    ],
    [
      'a file that a server names is not there',
      {
        connectors: [BY_HAND],
        problems: [{ store: `file:${FILE}`, problem: { reason: 'not_found', location: FILE, failure: said() } }],
      },
      [`namei -l ${FILE}`],
    ],
    [
      'a file that a server names contains no certificate',
      { connectors: [BY_HAND] },
      [`openssl x509 -in ${FILE} -noout -subject`],
    ],
    [
      'it is in a keystore without its key',
      { certificates: [p({ key: 'missing', path: `${MY}/mail.pfx` })] },
      [`${CALLED} show ${P}`],
    ],
    [
      'there is no store that is written to',
      {
        stores: STORES.slice(1),
        certificates: [p({ ...EXPIRED, selfSigned: true, store: 'web', services: ['SMTP'] })],
      },
      [`openssl x509 -in ${OWN} -noout -subject -issuer -dates`],
    ],
  ])('is unknown if %s, with a command that shows more', (_, world, commands) => {
    const { remedy, diagnostics } = remedyIn(world);
    expect(remedy).toBeUndefined();
    expect(diagnostics.map(shellWords)).toEqual(commands);
  });

  it('is empty if a valid certificate is selected, or the state is unknown', () => {
    const valid = remedyIn({ certificates: [p()] });
    const unknown = remedyIn({ unavailable: ['My'] });
    expect([valid.remedy, valid.diagnostics, unknown.remedy, unknown.diagnostics]).toEqual([
      undefined,
      [],
      undefined,
      [],
    ]);
  });

  it('quotes a hostile directory as one word', () => {
    const path = "/etc/letsencrypt/live/$(reboot)\n'/fullchain.pem";
    const { remedy } = remedyIn({ certificates: [p({ ...EXPIRED, store: 'web', services: ['SMTP'], path })] });
    expect(remedy?.commands.map(shellWords)).toEqual(["certbot renew --cert-name $'$(reboot)\\012\\047'"]);
    const option = remedyIn({
      certificates: [p({ ...EXPIRED, store: 'web', services: ['SMTP'], path: '/etc/letsencrypt/live/--help/c.pem' })],
    });
    expect(option.remedy?.commands.map(shellWords)).toEqual([`${CALLED} renew ${P} --request`]);
  });
});
