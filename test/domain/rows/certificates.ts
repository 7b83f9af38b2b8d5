import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { DAY, HOUR } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored } from '../world.ts';
import { P, P_NAMES, R2, S_NAMES } from './cast.ts';
import type { Row } from './row.ts';

const WEB = { dnsNames: ['www.contoso.com'] };
const web = (notAfter: number, more: Parameters<typeof stored>[1] = {}): StoredCertificate =>
  stored('V', { ...WEB, notBefore: NOON - 300 * DAY, notAfter, ...more });
const P_AT = P.certificate.thumbprint;

/** Returns a certificate that replaces another one in its file. */
const inPlaceOf = (before: StoredCertificate, after: StoredCertificate): StoredCertificate => ({
  ...after,
  location: before.location,
});

const chain = (expiredAt: number, holdsUntil: number): ReadonlyMap<string, ChainVerdict> =>
  new Map([
    [
      P_AT,
      {
        status: 'trusted',
        anchor: 'system',
        intermediates: [{ thumbprint: 'I'.padEnd(40, '0'), subject: 'CN=Contoso Issuing', notAfter: expiredAt }],
        holdsUntil,
      },
    ],
  ]);

/** Verdicts without intermediate certificates; the trusted chain expires then. */
const holding = (holdsUntil: number): ReadonlyMap<string, ChainVerdict> =>
  new Map([[P_AT, { status: 'trusted', anchor: 'system', holdsUntil, endsWith: 'CN=Contoso Issuing' }]]);

/** Returns a certificate with a lifetime of 90 days, of which these have passed. */
const aged = (label: string, days: number, life = 90): StoredCertificate =>
  stored(label, { ...P_NAMES, notBefore: NOON - days * DAY, notAfter: NOON + (life - days) * DAY });
const AUTOMATED = [store('My', { autoRenewed: true })];
const NEVER = { within: 0, fraction: 0, remindAt: [] };

/** Events about certificates themselves, used or not. */
export const CERTIFICATE_ROWS: readonly Row[] = [
  {
    row: 'C1',
    title: 'a certificate that no connector uses expired a millisecond ago',
    world: { certificates: [P, web(NOON - 1)], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: ['1300(My; 1)'],
    later: [
      {
        title: 'an hour later, a second certificate expires',
        world: {
          now: NOON + HOUR,
          certificates: [P, web(NOON - 1), stored('U', { dnsNames: ['a.b.c'], notAfter: NOON })],
        },
        both: [],
      },
      {
        title: 'a day later, the reminder lists both',
        world: {
          now: NOON + 24 * HOUR,
          certificates: [P, web(NOON - 1), stored('U', { dnsNames: ['a.b.c'], notAfter: NOON })],
        },
        both: ['1300(My; 2) escalated'],
      },
      {
        title: 'the first is renewed, the second is removed',
        world: { now: NOON + 26 * HOUR, certificates: [P, stored('V2', WEB)] },
        both: [`1900(1300; My; ${26 * 3600})`],
      },
    ],
  },
  {
    row: 'C2',
    title: 'at notAfter, the certificate is expiring',
    world: { certificates: [P, web(NOON)], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: ['1301(My; 1)'],
    later: [
      {
        title: 'a millisecond later, it has expired',
        world: { now: NOON + 1 },
        both: ['1300(My; 1)', '1900(1301; My; 0)'],
      },
    ],
  },
  {
    row: 'C3',
    title: 'a newer certificate has the same names: the old one is superseded, before and after it expires',
    world: {
      certificates: [P, web(NOON + DAY), stored('V2', WEB), stored('Old', { ...WEB, notAfter: NOON - DAY })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: 'C4',
    title: 'a newer certificate with fewer names or services is not a successor',
    world: { certificates: [P, web(NOON - 1), stored('V2', { ...WEB, services: ['IMAP'] })], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: ['1300(My; 1)'],
  },
  {
    row: 'C5',
    title: 'expired CAs without keys are not reported, as in a directory of trust anchors',
    world: {
      certificates: [
        P,
        stored('A', { isCa: true, key: 'missing', notAfter: NOON - DAY }),
        stored('B', { isCa: true, selfSigned: true, key: 'missing', notAfter: NOON - DAY }),
        stored('C', { selfSigned: true, key: 'missing', version: 1, notAfter: NOON - DAY }),
      ],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: 'C6',
    title: 'in a store that is not personal, an expired certificate without a key is not reported',
    world: {
      stores: [store('My'), store('Archive', { personal: false })],
      certificates: [P, web(NOON - 1, { store: 'Archive', key: 'missing' })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      {
        title: 'an hour later, the key is added',
        world: { now: NOON + HOUR, certificates: [P, web(NOON - 1, { store: 'Archive' })] },
        both: ['1300(Archive; 1)'],
      },
    ],
  },
  {
    row: 'C7',
    title: 'an unreadable store may contain the successor: nothing is raised or cleared',
    world: { certificates: [P, web(NOON - 1)], connectors: [R2], stores: [store('My'), store('Second')] },
    choices: ['Internet MAIL01 → P'],
    both: ['1300(My; 1)'],
    later: [
      {
        title: 'an hour later, one store is unreadable, and the certificate is removed',
        world: { now: NOON + HOUR, certificates: [P], unavailable: ['Second'] },
        both: ['1100(Second; /stores/Second; permission_denied)'],
      },
      {
        title: 'both stores are read',
        world: { now: NOON + 2 * HOUR, unavailable: [] },
        both: ['1900(1100; Second; 3600)', '1900(1300; My; 7200)'],
      },
    ],
  },
  {
    row: '81a',
    title: 'an intermediate in the file has expired; another chain is valid',
    world: { certificates: [P], connectors: [R2], verdicts: chain(NOON - 1, NOON) },
    choices: ['Internet MAIL01 → P'],
    both: [`1302(mail.contoso.com; P; I; CN=Contoso Issuing)`],
    level: 'Warning',
    remedies: ['mailcertd certificates list --store /store/P.pem'],
    later: [
      {
        title: 'a millisecond later, the other chain has expired, too',
        world: { now: NOON + 1 },
        both: [`1302(mail.contoso.com; P; I; CN=Contoso Issuing) escalated`],
        level: 'Error',
      },
    ],
  },
  {
    row: '81b',
    title: 'at its notAfter, the intermediate is still valid',
    world: { certificates: [P], connectors: [R2], verdicts: chain(NOON, NOON + DAY) },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: '81c',
    title: 'no intermediate is sent, and the only one in the stores expires: the chain is incomplete',
    world: { certificates: [P], connectors: [R2], verdicts: holding(NOON) },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      {
        title: 'a millisecond later',
        world: { now: NOON + 1 },
        both: ['1305(mail.contoso.com; P; CN=Contoso Issuing has expired, and no other chain leads to a trusted root)'],
        remedies: ['openssl x509 -in /store/P.pem -noout -issuer -ext authorityInfoAccess'],
      },
      {
        title: 'the current intermediate is added to a store',
        world: { now: NOON + HOUR, verdicts: holding(NOON + 300 * DAY) },
        both: ['1900(1305; P; 3599)'],
      },
    ],
  },
  {
    row: '81d',
    title: 'a self-signed certificate is preferred to one whose only intermediate has expired',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, selfSigned: true })],
      connectors: [R2],
      verdicts: holding(NOON - 1),
    },
    choices: ['Internet MAIL01 → Q; not P: less-trusted'],
    both: [],
  },
  {
    row: 'C8',
    title: 'an automatic renewal may begin 28 days before the expiry and take two more days',
    world: { stores: AUTOMATED, certificates: [aged('P', 64)], connectors: [R2], expiresSoon: NEVER },
    choices: ['Internet MAIL01 → P'],
    both: [],
    remedies: [],
    later: [
      {
        title: 'a millisecond later, the renewal is overdue',
        world: { now: NOON + 1 },
        both: ['1304(My; 1)'],
      },
      {
        title: 'an hour later, the renewed certificate is in the store, not yet valid',
        world: {
          now: NOON + HOUR,
          certificates: [aged('P', 64), stored('N', { ...P_NAMES, notBefore: NOON + DAY })],
        },
        both: ['1900(1304; My; 3599)'],
      },
    ],
  },
  {
    row: 'C9',
    title: 'with a lifetime of six days, a renewal is overdue when a quarter is left',
    world: {
      stores: AUTOMATED,
      certificates: [aged('P', 4.5, 6)],
      connectors: [R2],
      expiresSoon: NEVER,
      now: NOON + 1,
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1304(My; 1)'],
  },
  {
    row: 'C10',
    title: 'a store without automatic renewal has no overdue renewals',
    world: { certificates: [aged('P', 70)], connectors: [R2], expiresSoon: NEVER },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: 'C11',
    title: 'weak keys and signatures of selected certificates and of candidates',
    world: {
      certificates: [
        stored('P', { ...P_NAMES, publicKeyAlgorithm: 'RSA', publicKeySize: 1024 }),
        stored('V', { ...WEB, signatureAlgorithm: 'sha1WithRSAEncryption' }),
        stored('K', { dnsNames: ['k.contoso.com'], key: 'missing', publicKeySize: 192 }),
        stored('J', { dnsNames: ['j.contoso.com'], services: ['IMAP'], publicKeySize: 192 }),
        stored('T', { ...S_NAMES, signatureAlgorithm: 'sha1WithRSAEncryption' }),
      ],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P'],
    both: ['1306(My; 2)'],
    remedies: ['mailcertd certificates renew P --request', 'mailcertd certificates renew V --request'],
  },
  {
    row: 'C12',
    title: 'a renewal loses a name that a connector requires',
    world: { certificates: [P], connectors: [R2, connector('Client', 'autodiscover.contoso.com')] },
    choices: ['Internet MAIL01 → P', 'Client → P'],
    both: [],
    later: [
      {
        title: 'an hour later, the new certificate replaces it',
        world: { now: NOON + HOUR, certificates: [inPlaceOf(P, stored('Q', { dnsNames: ['mail.contoso.com'] }))] },
        both: [
          '12014(autodiscover.contoso.com; Client; autodiscover.contoso.com)',
          '1309(/store/P.pem; Q; P; autodiscover.contoso.com)',
        ],
      },
      {
        title: 'after a restart, the name is back',
        restart: true,
        world: { now: NOON + 2 * HOUR, certificates: [inPlaceOf(P, stored('R', P_NAMES))] },
        both: ['1900(12014; Client; 3600)', '1900(1309; /store/P.pem#0; 3600)'],
      },
    ],
  },
  {
    row: 'C13',
    title: "a renewal by another organization's CA is reported for a week",
    world: { certificates: [stored('P', { ...P_NAMES, issuer: 'CN=R10,O=Fabrikam' })], connectors: [R2] },
    choices: ['Internet MAIL01 → P'],
    both: [],
    later: [
      {
        title: 'another intermediate of the same organization is not reported',
        world: {
          now: NOON + HOUR,
          certificates: [inPlaceOf(P, stored('Q', { ...P_NAMES, issuer: 'CN=R11,O=Fabrikam' }))],
        },
        both: [],
      },
      {
        title: "another organization's CA is reported",
        world: {
          now: NOON + 2 * HOUR,
          certificates: [inPlaceOf(P, stored('R', { ...P_NAMES, issuer: 'CN=X,O=Adatum' }))],
        },
        both: ['1309(/store/P.pem; R; Q; )'],
      },
      {
        title: 'a week later, the condition is cleared',
        world: { now: NOON + 2 * HOUR + 7 * DAY },
        both: ['1900(1309; /store/P.pem#0; 604800)'],
      },
    ],
  },
];
