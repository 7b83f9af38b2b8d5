import { describe, expect, it } from 'vitest';
import { copyStoredCertificate } from '../../../../src/domain/certificate/copy-stored-certificate.ts';
import { DAY } from '../../../../src/domain/time.ts';
import { NOON, store, stored, type World } from '../../../domain/world.ts';
import { REQUEST } from '../change-fixtures.ts';
import { typeCommand } from '../desk.ts';

const note = {
  friendlyName: 'Mail\x1b[2J',
  isExportable: true,
  requestedBy: { by: 'root (sudo: hana)', command: 'mailcertd certificates new', at: NOON - DAY },
};

const WORLD: Partial<World> = {
  now: NOON,
  stores: [store('My')],
  certificates: [
    copyStoredCertificate(
      stored('A1', { dnsNames: ['mail.contoso.com', 'MAIL'], selfSigned: true, services: ['IMAP', 'SMTP'] }),
      { note },
    ),
    stored('B1', { dnsNames: ['b.contoso.com'], key: 'unreadable', services: [], notAfter: NOON + 400 * DAY }),
  ],
  requests: [{ ...REQUEST, note: { ...note, friendlyName: undefined } }],
};

const accessRules = { '/store/A1.pem': { mode: 0o640, owner: 'mailcertd', group: 'ssl-cert' } };

describe('certificates --format list', () => {
  it('shows the properties of Format-List, in its order, its lists in braces', async () => {
    const { stdout } = await typeCommand(['certificates', '--format', 'list'], { world: WORLD, accessRules });
    expect(stdout).toBe(
      [
        'AccessRules        : {rw-r----- mailcertd:ssl-cert}',
        'CertificateDomains : {mail.contoso.com, MAIL}',
        'FriendlyName       : Mail\\x1b[2J',
        'HasPrivateKey      : True',
        'IsSelfSigned       : True',
        'Issuer             : CN=mail.contoso.com',
        'NotAfter           : 2027-05-26T09:00:00+09:00',
        'NotBefore          : 2026-05-26T09:00:00+09:00',
        'PublicKeySize      : 256',
        'RootCAType         : None',
        'SerialNumber       : 01',
        'Services           : IMAP, SMTP',
        'Status             : Valid',
        'Subject            : CN=mail.contoso.com',
        `Thumbprint         : ${'A1'.padEnd(40, '0')}`,
        '',
        'AccessRules        : {}',
        'CertificateDomains : {b.contoso.com}',
        'HasPrivateKey      :',
        'IsSelfSigned       : False',
        'Issuer             : CN=Contoso CA',
        'NotAfter           : 2027-12-29T21:00:00+09:00',
        'NotBefore          : 2026-05-26T09:00:00+09:00',
        'PublicKeySize      : 256',
        'RootCAType         : ThirdParty',
        'SerialNumber       : 01',
        'Services           : None',
        'Status             : Valid',
        'Subject            : CN=b.contoso.com',
        `Thumbprint         : ${'B1'.padEnd(40, '0')}`,
        '',
        'CertificateDomains : {partner.contoso.com}',
        'HasPrivateKey      : True',
        'PublicKeySize      : 256',
        'Services           : SMTP',
        'Status             : PendingRequest',
        'Subject            : CN=partner.contoso.com',
        `Sha256Fingerprint  : ${REQUEST.request.sha256Fingerprint}`,
        'RequestFile        : /stores/My/request-CAFE/request.pem',
        '',
      ].join('\n'),
    );
  });

  it('shows the properties of --fields, as in every format', async () => {
    const argv = ['certificates', '--format', 'list', '--fields', 'thumbprint,friendlyName', '--thumbprint', 'A1'];
    const { stdout } = await typeCommand(argv, { world: WORLD, accessRules });
    expect(stdout).toBe(`thumbprint   : ${'A1'.padEnd(40, '0')}\nfriendlyName : Mail\\x1b[2J\n`);
  });
});

describe('the requester in certificate.yaml', () => {
  it('is in JSON: user, command and time; null if there is none', async () => {
    const argv = [
      'certificates',
      '--format',
      'json',
      '--fields',
      'friendlyName,isExportable,requestedBy,services,servicesLetters',
    ];
    const { stdout } = await typeCommand(argv, { world: WORLD });
    const requestedBy = {
      by: 'root (sudo: hana)',
      command: 'mailcertd certificates new',
      at: '2026-11-23T12:00:00Z',
    };
    expect(JSON.parse(stdout)).toEqual([
      {
        friendlyName: note.friendlyName,
        isExportable: true,
        requestedBy,
        services: ['IMAP', 'SMTP'],
        servicesLetters: 'I...S',
      },
      { friendlyName: null, isExportable: null, requestedBy: null, services: [], servicesLetters: '.....' },
      { friendlyName: null, isExportable: true, requestedBy, services: ['SMTP'], servicesLetters: '....S' },
    ]);
  });

  it.each([
    [
      'en' as const,
      'last change            by root (sudo: hana), 2026-11-23T21:00:00+09:00: mailcertd certificates new\n',
    ],
    [
      'ja' as const,
      '最後の操作                  root (sudo: hana)、2026-11-23T21:00:00+09:00: mailcertd certificates new\n',
    ],
  ])('is printed by show, too: %s', async (locale, line) => {
    const { stdout } = await typeCommand(['certificates', 'show', 'A100'], { world: WORLD, locale });
    expect(stdout.replace(/ {2,}/g, '  ')).toContain(line.replace(/ {2,}/g, '  '));
    expect(stdout).toContain('Mail\\x1b[2J');
    expect((await typeCommand(['certificates', 'show', 'B100'], { world: WORLD, locale })).stdout).not.toContain(
      'hana',
    );
  });

  it('is printed for a request in the table, with the prefix that remove accepts', async () => {
    const { stdout } = await typeCommand(['certificates'], { world: WORLD });
    expect(stdout).toMatch(/\nCAFE7777 +\.\.\.\.S +pending request +partner\.contoso\.com +\/\S+\n$/);
  });
});
