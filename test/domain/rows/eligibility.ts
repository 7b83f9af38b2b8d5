import type { KeyAccess } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { connector, NOON, store, stored, type World } from '../world.ts';
import { authority, EARLY, internal, P, P_NAMES, R2, setup, torn } from './cast.ts';
import type { Row } from './row.ts';

const NOT_LOADED: ChainVerdict = { status: 'refused', detail: 'error:0680008C:asn1 encoding routines::wrong tag' };

const CLOSED = {
  closed: [{ store: 'My', path: '/stores/My/mail.pfx' }],
  problems: [
    { store: 'My', problem: { reason: 'password_missing', location: '/stores/My/mail.pfx', failure: said() } },
  ],
} satisfies Partial<World>;

/** A connector whose mail server opens the key with the account that it runs as. */
const loadedByExim = connector('Internet MAIL01', 'mail.contoso.com', { keyLoadedBy: 'exim' });

/** Returns the access of a key in a directory that only root and its group can enter. */
const deniedTo = (account: string): KeyAccess => ({
  denials: [{ account, path: '/store', kind: 'directory' }],
  isExposed: false,
});

/** A file where mailcertd stores a certificate. */
const OWN_DIRECTORY = `/stores/My/${P.certificate.thumbprint}/certificate.pem`;

/** Reasons that make a certificate ineligible, and the events about them. */
export const ELIGIBILITY_ROWS: readonly Row[] = [
  {
    row: '31',
    title: 'the matching certificate is in a store that is not searched; its key is not checked',
    world: {
      certificates: [stored('P', { ...P_NAMES, store: 'Archive', key: 'missing' })],
      connectors: [R2],
      stores: [store('My'), store('Archive', { personal: false })],
    },
    choices: ['Internet MAIL01 → none; not P: not-personal-store; nearest P: not-personal-store'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'not-personal-store',
    nearest: 'P',
    remedies: [
      'openssl x509 -in /store/P.pem -noout -subject -issuer -dates',
      "mailcertd connectors explain 'Internet MAIL01'",
    ],
  },
  {
    row: '31a',
    title: 'the matching certificate with its key is in a store that is not searched',
    world: {
      certificates: [stored('P', { ...P_NAMES, store: 'Archive' })],
      connectors: [R2],
      stores: [store('My'), store('Archive', { personal: false })],
    },
    choices: ['Internet MAIL01 → none; not P: not-personal-store; nearest P: not-personal-store'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    remedies: ['mailcertd certificates import /store/P.pem --services SMTP'],
  },
  {
    row: '32',
    title: 'the certificate has no private key',
    world: { certificates: [stored('P', { ...P_NAMES, key: 'missing' })], connectors: [R2] },
    choices: ['Internet MAIL01 → none; not P: private-key-missing; nearest P: private-key-missing'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1200(mail.contoso.com; P; /store/P.pem)'],
    reason: 'private-key-missing',
    nearest: 'P',
    remedies: ['openssl x509 -in /store/P.pem -noout -pubkey', "mailcertd connectors explain 'Internet MAIL01'"],
  },
  {
    row: '32a',
    title: 'a renewed certificate without a key is reported once for two connectors; the old one is selected',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, key: 'missing', notBefore: NOON - DAY })],
      connectors: [R2, connector('R3', 'autodiscover.contoso.com')],
    },
    choices: ['Internet MAIL01 → P; not Q: private-key-missing', 'R3 → P; not Q: private-key-missing'],
    both: ['1200(mail.contoso.com; Q; /store/Q.pem)'],
  },
  {
    row: '32b',
    title: 'missing keys of older, expired, wildcard and CA certificates are not reported',
    world: {
      certificates: [
        P,
        stored('Q', { ...P_NAMES, key: 'missing', notBefore: NOON - 300 * DAY }),
        stored('E', { ...P_NAMES, key: 'missing', notBefore: NOON - DAY, notAfter: NOON - HOUR }),
        stored('W', { dnsNames: ['*.contoso.com'], key: 'differs', notBefore: NOON - DAY }),
        authority('mail.contoso.com'),
      ],
      connectors: [R2],
      internal: { source: 'none' },
    },
    choices: [
      'Internet MAIL01 → P; not I: private-key-missing; not Q: private-key-missing; not E: private-key-missing; not W: private-key-mismatch',
    ],
    both: [],
  },
  {
    row: '32c',
    title: 'the internal certificate has no key, although no connector needs it',
    world: { certificates: [setup({ key: 'missing' }), P], connectors: [R2], internal },
    choices: ['Internet MAIL01 → P'],
    both: ['1200(mail01.contoso.com; S; /store/S.pem)'],
  },
  {
    row: '32d',
    title: 'the candidate for the internal certificate has the wrong key, and none is recorded',
    world: { certificates: [setup({ key: 'differs' }), P], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: ['1203(mail01.contoso.com; S; /store/S.pem)'],
  },
  {
    row: '33',
    title: 'the private key belongs to another certificate',
    world: { certificates: [stored('P', { ...P_NAMES, key: 'differs' })], connectors: [R2] },
    choices: ['Internet MAIL01 → none; not P: private-key-mismatch; nearest P: private-key-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1203(mail.contoso.com; P; /store/P.pem)'],
    reason: 'private-key-mismatch',
    nearest: 'P',
    remedies: [
      'openssl x509 -in /store/P.pem -noout -pubkey',
      'openssl pkey -in /store/P.pem -pubout',
      "mailcertd connectors explain 'Internet MAIL01'",
    ],
  },
  {
    row: '34',
    title: 'a private key that mailcertd may not read is unknown, not missing',
    world: {
      certificates: [stored('P', { ...P_NAMES, key: 'unreadable' })],
      connectors: [R2],
      problems: [
        { store: 'My', problem: { reason: 'permission_denied', location: '/store/P.pem', failure: said('EACCES') } },
      ],
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1201(My; 1)'],
    remedies: ['namei -l /store/P.pem'],
  },
  {
    row: '34a',
    title: 'twelve unreadable keys raise one event',
    world: {
      certificates: [...'abcdefghijkl'].map((letter) => stored(`K${letter}`, { ...P_NAMES, key: 'unreadable' })),
      connectors: [R2],
    },
    choices: [
      'Internet MAIL01 → Ka; not Kb: thumbprint-order; not Kc: thumbprint-order; not Kd: thumbprint-order; not Ke: thumbprint-order; not Kf: thumbprint-order; not Kg: thumbprint-order; not Kh: thumbprint-order; not Ki: thumbprint-order; not Kj: thumbprint-order; not Kk: thumbprint-order; not Kl: thumbprint-order',
    ],
    both: ['1201(My; 12)'],
  },
  {
    row: '35',
    title: "a private key that the server's account cannot read",
    world: { certificates: [stored('P', { ...P_NAMES, access: deniedTo('exim') })], connectors: [loadedByExim] },
    choices: ['Internet MAIL01 → none; not P: private-key-unreadable; nearest P: private-key-unreadable'],
    both: [
      '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
      '1202(mail.contoso.com; P; /store/P.pem; exim)',
    ],
    reason: 'private-key-unreadable',
    nearest: 'P',
    remedies: ['setfacl -m u:exim:x /store'],
  },
  {
    row: '35a',
    title: 'the same key, loaded by root as in Postfix and Dovecot: 0600 root:root is correct',
    world: { certificates: [stored('P', { ...P_NAMES, access: deniedTo('exim') })], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: '35b',
    title: 'the older certificate has a readable key and is selected; only the new key is reported',
    world: {
      certificates: [
        stored('Old', { ...P_NAMES, notBefore: NOON - 300 * DAY }),
        stored('P', { ...P_NAMES, notBefore: NOON - DAY, access: deniedTo('exim') }),
      ],
      connectors: [loadedByExim],
    },
    choices: ['Internet MAIL01 → Old; not P: private-key-unreadable'],
    both: ['1202(mail.contoso.com; P; /store/P.pem; exim)'],
  },
  {
    row: '35c',
    title: 'two connectors use one certificate, and only one of the accounts can read its key',
    world: {
      certificates: [stored('P', { ...P_NAMES, access: deniedTo('exim') })],
      connectors: [R2, connector('Exim', 'mail.contoso.com', { keyLoadedBy: 'exim' })],
    },
    choices: ['Internet MAIL01 → P', 'Exim → none; not P: private-key-unreadable; nearest P: private-key-unreadable'],
    both: ['12014(mail.contoso.com; Exim; mail.contoso.com)', '1202(mail.contoso.com; P; /store/P.pem; exim)'],
  },
  {
    row: '35d',
    title: 'twelve world-readable private keys raise one event',
    world: {
      certificates: [...'abcdefghijkl'].map((letter) =>
        stored(`K${letter}`, { dnsNames: [`${letter}.contoso.com`], access: { denials: [], isExposed: true } }),
      ),
    },
    choices: [],
    both: ['1204(My; 12)'],
    remedies: [`chmod o-r ${[...'abcdefghij'].map((letter) => `/store/K${letter}.pem`).join(' ')}`],
  },
  {
    row: '36',
    title: 'the certificate is enabled for other services only',
    world: {
      certificates: [stored('P', { ...P_NAMES, services: ['IIS', 'IMAP', 'POP'], path: OWN_DIRECTORY })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → none; not P: not-enabled-for-smtp; nearest P: not-enabled-for-smtp'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'not-enabled-for-smtp',
    nearest: 'P',
    remedies: ['mailcertd certificates enable P --services SMTP'],
  },
  {
    row: '36a',
    title: 'the certificate is enabled for other services only: its missing key is not reported',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, services: ['IIS'], key: 'missing', notBefore: NOON - DAY })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P; not Q: private-key-missing'],
    both: [],
  },
  {
    row: '37',
    title: 'the newer certificate is not enabled for SMTP; the older one is selected',
    world: {
      certificates: [
        stored('Old', { ...P_NAMES, notAfter: NOON + 90 * DAY }),
        stored('New', { ...P_NAMES, notBefore: NOON - DAY, services: ['IIS'] }),
      ],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Old; not New: not-enabled-for-smtp'],
    both: [],
  },
  {
    row: '37a',
    title: 'the older certificate is expiring, although the newer one exists',
    world: {
      certificates: [
        stored('Old', { ...P_NAMES, notAfter: NOON + 10 * DAY }),
        stored('New', { ...P_NAMES, notBefore: NOON - DAY, services: ['IIS'], path: '/stores/My/new/cert.pem' }),
      ],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Old; not New: not-enabled-for-smtp'],
    both: ['12018(mail.contoso.com; Old; 240)'],
    remedies: ['mailcertd certificates enable New --services SMTP'],
  },
  {
    row: '38',
    title: 'the only certificate is not yet valid',
    world: { certificates: [EARLY], connectors: [R2] },
    choices: ['Internet MAIL01 → none; not E: not-yet-valid; nearest E: not-yet-valid'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1303(mail.contoso.com; E)'],
    reason: 'not-yet-valid',
    nearest: 'E',
    remedies: [
      'date -u',
      'openssl x509 -in /store/E.pem -noout -startdate',
      "mailcertd connectors explain 'Internet MAIL01'",
    ],
  },
  {
    row: '38a',
    title: 'two certificates are not yet valid: the first to start is reported, once for two connectors',
    world: {
      certificates: [EARLY, stored('L', { ...P_NAMES, notBefore: NOON + 9 * DAY })],
      connectors: [R2, connector('R3', 'autodiscover.contoso.com')],
    },
    choices: [
      'Internet MAIL01 → none; not E: not-yet-valid; not L: not-yet-valid; nearest E: not-yet-valid',
      'R3 → none; not E: not-yet-valid; not L: not-yet-valid; nearest E: not-yet-valid',
    ],
    both: [
      '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
      '12014(autodiscover.contoso.com; R3; autodiscover.contoso.com)',
      '1303(mail.contoso.com; E)',
    ],
  },
  {
    row: '38b',
    title: 'one certificate has expired, and its successor is not yet valid',
    world: { certificates: [EARLY, stored('P', { ...P_NAMES, notAfter: NOON - 1 })], connectors: [R2] },
    choices: ['Internet MAIL01 → P, expired; not E: not-yet-valid'],
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1303(mail.contoso.com; E)'],
    only2019: ['12016(mail.contoso.com; P)', '1303(mail.contoso.com; E)'],
  },
  {
    row: '39',
    title: 'a certificate that is not yet valid, next to a valid one',
    world: { certificates: [P, EARLY], connectors: [R2] },
    choices: ['Internet MAIL01 → P; not E: not-yet-valid'],
    both: [],
  },
  {
    row: '40',
    title: 'only a certificate from an unknown CA: it is selected',
    world: { certificates: [P], connectors: [R2], untrusted: [P] },
    choices: ['Internet MAIL01 → P'],
    both: ['1305(mail.contoso.com; P; )'],
    remedies: ['openssl x509 -in /store/P.pem -noout -issuer -ext authorityInfoAccess'],
  },
  {
    row: '40a',
    title: 'a self-signed certificate is preferred to one from an unknown CA',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, selfSigned: true })],
      connectors: [R2],
      untrusted: [P],
    },
    choices: ['Internet MAIL01 → Q; not P: less-trusted'],
    both: [],
  },
  {
    row: '40b',
    title: 'an unreadable store may contain the issuer: the trust is unknown',
    world: {
      certificates: [P],
      connectors: [R2],
      untrusted: [P],
      stores: [store('My'), store('CA', { personal: false })],
      unavailable: ['CA'],
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1100(CA; /stores/CA; permission_denied)'],
  },
  {
    row: '41',
    title: 'only a trusted certificate that has expired',
    world: { certificates: [stored('P', { ...P_NAMES, notAfter: NOON - DAY })], connectors: [R2] },
    choices: ['Internet MAIL01 → P, expired'],
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    only2019: ['12016(mail.contoso.com; P)'],
    nearest: 'P',
    remedies: ['mailcertd certificates renew P --request'],
  },
  {
    row: '42',
    title: 'a version 1 certificate',
    world: { certificates: [stored('P', { ...P_NAMES, version: 1 })], connectors: [R2] },
    choices: ['Internet MAIL01 → none; not P: version; nearest P: version'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'version',
    nearest: 'P',
    remedies: ['mailcertd certificates new --domain-name mail.contoso.com --services SMTP'],
  },
  {
    row: '42a',
    title: 'a certificate whose extended key usage is for clients only',
    world: { certificates: [stored('P', { ...P_NAMES, extendedKeyUsage: ['clientAuth'] })], connectors: [R2] },
    choices: ['Internet MAIL01 → none; not P: purpose-mismatch; nearest P: purpose-mismatch'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'purpose-mismatch',
    nearest: 'P',
    remedies: ['mailcertd certificates new --domain-name mail.contoso.com --services SMTP'],
  },
  {
    row: '42b',
    title: 'a newer certificate whose key may only sign certificates is not selected',
    world: {
      certificates: [P, stored('K', { ...P_NAMES, keyUsage: ['keyCertSign'], notBefore: NOON - DAY })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P; not K: purpose-mismatch'],
    both: [],
  },
  {
    row: '42c',
    title: 'a newer certificate that OpenSSL does not load is not selected',
    world: {
      certificates: [P, stored('K', { ...P_NAMES, notBefore: NOON - DAY })],
      verdicts: new Map([['K'.padEnd(40, '0'), NOT_LOADED]]),
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P; not K: certificate-refused'],
    both: [],
  },
  {
    row: '42d',
    title: 'only a self-signed certificate that OpenSSL does not load',
    world: {
      certificates: [stored('S', { ...P_NAMES, selfSigned: true })],
      verdicts: new Map([['S'.padEnd(40, '0'), NOT_LOADED]]),
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → none; not S: certificate-refused; nearest S: certificate-refused'],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'certificate-refused',
    nearest: 'S',
    remedies: ['mailcertd certificates new --domain-name mail.contoso.com --services SMTP'],
  },
  {
    row: '43',
    title: 'a PEM block that cannot be parsed, next to a valid certificate',
    world: { certificates: [P], connectors: [R2], problems: [torn('/stores/My/P.pem', 1)] },
    choices: ['Internet MAIL01 → P'],
    both: ['1102(My; der_truncated; 1)'],
    remedies: ['openssl x509 -in /stores/My/P.pem -noout -subject -dates'],
  },
  {
    row: '43a',
    title: 'a keystore without a password may contain the certificate: the selection is unknown',
    world: { certificates: [], connectors: [R2], ...CLOSED },
    choices: ['Internet MAIL01 → unknown'],
    both: ['1102(My; password_missing; 1)'],
    later: [
      {
        title: 'an hour later, a password opens it, and it contains another certificate',
        world: { now: NOON + HOUR, closed: [], problems: [], certificates: [setup({ path: '/stores/My/mail.pfx' })] },
        both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1900(1102; password_missing My; 3600)'],
      },
    ],
  },
  {
    row: '43b',
    title: 'with such a keystore, another certificate is selected, and its expiry is reported',
    world: {
      certificates: [stored('P', { ...P_NAMES, notAfter: NOON + 10 * DAY })],
      connectors: [R2],
      ...CLOSED,
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1102(My; password_missing; 1)', '12018(mail.contoso.com; P; 240)'],
  },
  {
    row: '43c',
    title: 'a certificate read from a keystore stays selected when the password no longer opens it',
    world: { certificates: [stored('P', { ...P_NAMES, path: '/stores/My/mail.pfx' })], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      {
        title: 'an hour later, the password no longer opens it',
        world: { now: NOON + HOUR, certificates: [], ...CLOSED },
        choices: ['Internet MAIL01 → P'],
        both: ['1102(My; password_missing; 1)'],
      },
    ],
  },
  {
    row: '44',
    title: 'a connector that offers no TLS needs no certificate',
    world: {
      certificates: [stored('P', { ...P_NAMES, key: 'missing' })],
      connectors: [connector('Plain', 'mail.contoso.com', { starttls: false })],
    },
    choices: ['Plain → not-applicable'],
    both: [],
  },
  {
    row: '45',
    title: 'a disabled connector',
    world: {
      certificates: [stored('P', { ...P_NAMES, key: 'differs' })],
      connectors: [connector('Off', 'mail.contoso.com', { enabled: false })],
    },
    choices: ['Off → not-applicable'],
    both: [],
  },
];
