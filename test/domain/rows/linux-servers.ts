import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import type { Reason } from '../../../src/domain/failure/problem.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { target } from '../serving.ts';
import { connector, NOON, stored, type World } from '../world.ts';
import type { Row } from './row.ts';

const FILE = '/etc/ssl/mail.pem';
const RSA = '/etc/ssl/rsa.pem';
const ECDSA = '/etc/ssl/ecdsa.pem';
const smtpd = connector('smtpd', 'mail.contoso.com', { certificateFiles: [FILE] });
const both = connector('smtpd', 'mail.contoso.com', { certificateFiles: [RSA, ECDSA] });
const found = connector('smtpd', 'mail01.contoso.com', { certificateFiles: [FILE], fqdnOrigin: 'discovered' });
const MINE = { dnsNames: ['mail.contoso.com'], file: FILE };
const L = stored('L', MINE);
const NOT_LOADED: ChainVerdict = { status: 'refused', detail: 'error:0680008C:asn1 encoding routines::wrong tag' };
const INTERMEDIATE = {
  ...stored('I', { commonName: 'Contoso Issuing', isCa: true, key: 'missing', file: FILE }),
  location: { path: FILE, block: 1, alias: undefined },
};
const rsa = (more: Parameters<typeof stored>[1] = {}) =>
  stored('R', { dnsNames: ['mail.contoso.com'], file: RSA, publicKeyAlgorithm: 'RSA', ...more });
const ecdsa = (more: Parameters<typeof stored>[1] = {}) =>
  stored('E', { dnsNames: ['mail.contoso.com'], file: ECDSA, ...more });
const GONE = '12014(mail.contoso.com; smtpd; mail.contoso.com)';
const problem = (reason: Reason): World['problems'] => [
  { store: `file:${FILE}`, problem: { reason, location: FILE, failure: said() } },
];

/** The only certificates that a server can use that names its files; it uses an expired one too. */
export const LINUX_ROWS: readonly Row[] = [
  {
    row: '73',
    title: 'the configured file is valid and matches the FQDN',
    world: { certificates: [L], connectors: [smtpd] },
    choices: ['smtpd → L'],
    both: [],
  },
  {
    row: '73a',
    title: 'a connector with a file does not select from stores, and others do not select the file',
    world: {
      certificates: [L, stored('N', { dnsNames: ['mail.contoso.com'], notBefore: NOON - DAY })],
      connectors: [smtpd, connector('Exchange', 'mail.contoso.com')],
    },
    choices: ['smtpd → L', 'Exchange → N; not L: not-personal-store'],
    both: [],
  },
  {
    row: '73b',
    title: 'the certificate expires in ten days',
    world: { certificates: [stored('L', { ...MINE, notAfter: NOON + 10 * DAY })], connectors: [smtpd] },
    choices: ['smtpd → L'],
    both: ['12018(mail.contoso.com; L; 240)'],
  },
  {
    row: '74',
    title: 'the certificate has expired, and the server still serves it, in both profiles',
    world: { certificates: [stored('L', { ...MINE, notAfter: NOON - 1 })], connectors: [smtpd] },
    choices: ['smtpd → L, expired'],
    both: ['12016(mail.contoso.com; L)'],
    remedies: ['openssl x509 -x509toreq -copy_extensions copy -in /etc/ssl/mail.pem -signkey /etc/ssl/mail.pem'],
    later: [
      {
        title: 'the certificate is replaced',
        world: { now: NOON + HOUR, certificates: [stored('M', MINE)] },
        choices: ['smtpd → M'],
        both: ['1900(12016; L; 3600)'],
      },
    ],
  },
  {
    row: '74a',
    title: 'an unreadable file clears nothing, even if the personal stores are read',
    world: { certificates: [stored('L', { ...MINE, notAfter: NOON - 1 })], connectors: [smtpd] },
    choices: ['smtpd → L, expired'],
    both: ['12016(mail.contoso.com; L)'],
    later: [
      {
        title: 'the file becomes unreadable',
        world: { now: NOON + HOUR, unavailable: [`file:${FILE}`] },
        choices: ['smtpd → unknown'],
        both: [`1100(file:${FILE}; ${FILE}; permission_denied)`],
      },
      {
        title: 'the connector is configured with another file',
        world: {
          now: NOON + 2 * HOUR,
          unavailable: [],
          certificates: [rsa()],
          connectors: [{ ...smtpd, certificateFiles: [RSA] }],
        },
        choices: ['smtpd → R'],
        both: [`1900(1100; file:${FILE}; 3600)`, '1900(12016; L; 7200)'],
      },
    ],
  },
  {
    row: '75',
    title: 'the configured file does not exist',
    world: { connectors: [smtpd], problems: problem('not_found') },
    choices: ['smtpd → none'],
    both: [GONE],
    reason: 'certificate-file-missing',
    remedies: ['namei -l /etc/ssl/mail.pem', 'mailcertd connectors explain smtpd'],
  },
  {
    row: '75a',
    title: 'the configured file cannot be parsed',
    world: { connectors: [smtpd], problems: problem('pem_unterminated') },
    choices: ['smtpd → none'],
    both: [GONE],
    reason: 'certificate-file-unusable',
  },
  {
    row: '75b',
    title: 'the private key is missing',
    world: { certificates: [stored('L', { ...MINE, key: 'missing' })], connectors: [smtpd] },
    choices: ['smtpd → none; not L: private-key-missing; nearest L: private-key-missing'],
    both: [GONE],
    reason: 'private-key-missing',
    nearest: 'L',
  },
  {
    row: '75c',
    title: 'the private key belongs to another certificate, and the certificate has expired',
    world: { certificates: [stored('L', { ...MINE, key: 'differs', notAfter: NOON - 1 })], connectors: [smtpd] },
    choices: ['smtpd → none; not L: private-key-mismatch; nearest L: private-key-mismatch'],
    both: [GONE],
    reason: 'private-key-mismatch',
    nearest: 'L',
  },
  {
    row: '75d',
    title: 'a key that mailcertd may not read is not checked',
    world: { certificates: [stored('L', { ...MINE, key: 'unreadable' })], connectors: [smtpd] },
    choices: ['smtpd → L'],
    both: [`1201(file:${FILE}; 1)`],
  },
  {
    row: '75e',
    title: 'one of two files does not exist: the server cannot offer STARTTLS',
    world: {
      certificates: [rsa()],
      connectors: [both],
      problems: [{ store: `file:${ECDSA}`, problem: { reason: 'not_found', location: ECDSA, failure: said() } }],
    },
    choices: ['smtpd → none; not R: other-file-unusable'],
    both: [GONE],
    reason: 'certificate-file-missing',
  },
  {
    row: '76',
    title: 'the configured FQDN does not match the file',
    world: { certificates: [stored('L', { ...MINE, dnsNames: ['mx.contoso.com'] })], connectors: [smtpd] },
    choices: ['smtpd → none; not L: certificate-host-mismatch; nearest L: certificate-host-mismatch'],
    both: [GONE],
    reason: 'certificate-host-mismatch',
    nearest: 'L',
    remedies: [
      'openssl x509 -in /etc/ssl/mail.pem -noout -subject -ext subjectAltName',
      'mailcertd connectors explain smtpd',
    ],
  },
  {
    row: '76a',
    title: 'a certificate that is not yet valid is not selected, and is reported',
    world: { certificates: [stored('L', { ...MINE, notBefore: NOON + DAY })], connectors: [smtpd] },
    choices: ['smtpd → none; not L: not-yet-valid; nearest L: not-yet-valid'],
    both: [GONE, '1303(mail.contoso.com; L)'],
    reason: 'not-yet-valid',
  },
  {
    row: '75m',
    title: 'the intermediate is first in the file: the key belongs to the second certificate, and TLS fails',
    world: {
      certificates: [
        stored('I', { commonName: 'Contoso Issuing', isCa: true, key: 'missing', file: FILE }),
        { ...L, location: { path: FILE, block: 1, alias: undefined } },
      ],
      connectors: [smtpd],
    },
    choices: ['smtpd → none; not I: leaf-not-first; not L: other-file-unusable; nearest I: leaf-not-first'],
    both: [GONE],
    reason: 'leaf-not-first',
    nearest: 'I',
    remedies: ['mailcertd certificates list --store /etc/ssl/mail.pem', 'mailcertd connectors explain smtpd'],
  },
  {
    row: '75n',
    title: 'another certificate is first in the file, and the configured key does not belong to it',
    world: {
      certificates: [
        stored('O', { dnsNames: ['www.contoso.com'], key: 'missing', file: FILE }),
        { ...L, location: { path: FILE, block: 1, alias: undefined } },
      ],
      connectors: [smtpd],
    },
    choices: ['smtpd → none; not O: leaf-not-first; not L: other-file-unusable; nearest O: leaf-not-first'],
    both: [GONE],
    reason: 'leaf-not-first',
  },
  {
    row: '75o',
    title: 'OpenSSL does not load the certificate: the server cannot start TLS',
    world: {
      certificates: [L],
      verdicts: new Map([[L.certificate.thumbprint, NOT_LOADED]]),
      connectors: [smtpd],
    },
    choices: ['smtpd → none; not L: certificate-refused; nearest L: certificate-refused'],
    both: [GONE],
    reason: 'certificate-refused',
    nearest: 'L',
    remedies: [
      'openssl x509 -in /etc/ssl/mail.pem -noout -subject -issuer -dates',
      'mailcertd connectors explain smtpd',
    ],
  },
  {
    row: '75p',
    title: 'OpenSSL does not load an intermediate of the file: the server does not load the file',
    world: {
      certificates: [L, INTERMEDIATE],
      verdicts: new Map([[INTERMEDIATE.certificate.thumbprint, NOT_LOADED]]),
      connectors: [smtpd],
    },
    choices: ['smtpd → none; not I: certificate-refused; not L: other-file-unusable; nearest I: certificate-refused'],
    both: [GONE],
    reason: 'certificate-refused',
    nearest: 'I',
  },
  {
    row: '76p',
    title: 'the certificate is for clients only: the server serves it, and verifying clients reject it',
    world: {
      certificates: [stored('L', { ...MINE, extendedKeyUsage: ['clientAuth'] })],
      connectors: [smtpd],
    },
    choices: ['smtpd → none; not L: purpose-mismatch; nearest L: purpose-mismatch'],
    both: [GONE],
    reason: 'purpose-mismatch',
    nearest: 'L',
    level: 'Error',
    remedies: [
      'openssl x509 -in /etc/ssl/mail.pem -noout -ext keyUsage,extendedKeyUsage',
      'mailcertd connectors explain smtpd',
    ],
  },
  {
    row: '76q',
    title: 'the key usage is for a CA: the certificate is rejected, also with a discovered FQDN',
    world: {
      certificates: [stored('L', { ...MINE, keyUsage: ['keyCertSign', 'cRLSign'] })],
      connectors: [found],
    },
    choices: ['smtpd → none; not L: purpose-mismatch; nearest L: purpose-mismatch'],
    both: ['12014(mail01.contoso.com; smtpd; mail01.contoso.com)'],
    reason: 'purpose-mismatch',
  },
  {
    row: '77',
    title: 'a discovered FQDN that does not match the file raises no 12014',
    world: { certificates: [stored('L', { ...MINE, dnsNames: ['mx.contoso.com'] })], connectors: [found] },
    choices: ['smtpd → L'],
    both: ['1310(mail01.contoso.com; L)'],
  },
  {
    row: '77a',
    title: "the computer's name does not match the file, and no FQDN is configured",
    world: { certificates: [L], connectors: [connector('smtpd', undefined, { certificateFiles: [FILE] })] },
    choices: ['smtpd → L'],
    both: ['1310(mail01.contoso.com; L)'],
  },
  {
    row: '78',
    title: 'a discovered client without a certificate, as recommended',
    world: { connectors: [connector('smtp', 'mail01.contoso.com', { direction: 'send', fqdnOrigin: 'discovered' })] },
    choices: ['smtp → not-applicable'],
    both: [],
  },
  {
    row: '78a',
    title: 'a server that is only probed needs no certificate if there is no store',
    world: { connectors: [connector('Appliance', 'mx.contoso.com', { probe: target() })], stores: [] },
    choices: ['Appliance → not-applicable'],
    both: [],
  },
  {
    row: '78b',
    title: 'a server that is only probed needs no certificate if configured so, with stores',
    world: { connectors: [connector('Appliance', 'mx.contoso.com', { probe: target(), selectCertificate: false })] },
    choices: ['Appliance → not-applicable'],
    both: [],
  },
  {
    row: '78c',
    title: 'a connector that is not probed needs a certificate, even without a store',
    world: { connectors: [connector('Appliance', 'mx.contoso.com')], stores: [] },
    choices: ['Appliance → none'],
    both: ['12014(mx.contoso.com; Appliance; mx.contoso.com)'],
  },
  {
    row: '79',
    title: 'no TLS is offered: the file is not read',
    world: { connectors: [{ ...smtpd, starttls: false }], problems: problem('not_found') },
    choices: ['smtpd → not-applicable'],
    both: [],
  },
  {
    row: '80',
    title: 'the ECDSA certificate has expired, the RSA certificate has not',
    world: { certificates: [rsa(), ecdsa({ notAfter: NOON - 1 })], connectors: [both] },
    choices: ['smtpd → E, expired'],
    both: ['12016(mail.contoso.com; E)'],
    remedies: ['openssl x509 -x509toreq -copy_extensions copy -in /etc/ssl/ecdsa.pem -signkey /etc/ssl/ecdsa.pem'],
  },
  {
    row: '80a',
    title: 'RSA and ECDSA certificates are in one file, with the intermediate between them',
    world: {
      certificates: [
        stored('R', { ...MINE, publicKeyAlgorithm: 'RSA', notAfter: NOON + 10 * DAY }),
        stored('I', { file: FILE, isCa: true, key: 'missing', notAfter: NOON + DAY }),
        stored('E', { ...MINE, notAfter: NOON - 1 }),
      ],
      connectors: [smtpd],
    },
    choices: ['smtpd → E, expired'],
    both: ['12016(mail.contoso.com; E)', '12018(mail.contoso.com; R; 240)'],
  },
  {
    row: '81',
    title: 'an intermediate in the file has expired; the leaf is valid, and there is no other chain',
    world: {
      certificates: [L, stored('I', { file: FILE, isCa: true, key: 'missing', notAfter: NOON - DAY })],
      connectors: [smtpd],
      verdicts: new Map([
        [
          L.certificate.thumbprint,
          {
            status: 'trusted',
            anchor: 'system',
            intermediates: [{ thumbprint: 'I'.padEnd(40, '0'), subject: 'CN=I', notAfter: NOON - DAY }],
            holdsUntil: NOON - DAY,
          },
        ],
      ]),
    },
    choices: ['smtpd → L'],
    both: ['1302(mail.contoso.com; L; I; CN=I)'],
    level: 'Error',
    remedies: ['mailcertd certificates list --store /etc/ssl/mail.pem'],
  },
];
