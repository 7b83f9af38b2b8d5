import { DAY } from '../../../src/domain/time.ts';
import { connector, NOON, store, stored } from '../world.ts';
import { internal, P, P_NAMES, R1, R2, recorded, S, S_NAMES, W } from './cast.ts';
import type { Row } from './row.ts';

const YEAR_BEGAN = NOON - 300 * DAY;
const OLD = stored('Old', { ...P_NAMES, notBefore: YEAR_BEGAN });
const NEW = stored('New', { ...P_NAMES, notBefore: NOON - DAY });
const SELF = stored('Self', { ...P_NAMES, selfSigned: true, notBefore: NOON - DAY });
const UNKNOWN = stored('Unknown', { ...P_NAMES, notBefore: NOON - DAY });
const ended = (label: string, days: number, more: Parameters<typeof stored>[1] = {}): ReturnType<typeof stored> =>
  stored(label, { ...P_NAMES, notBefore: YEAR_BEGAN, notAfter: NOON - days * DAY, ...more });
const R3 = connector('R3', 'autodiscover.contoso.com');

/**
 * Two or more certificates that could be selected: each criterion separately, and against the
 * previous one.
 */
export const TIE_ROWS: readonly Row[] = [
  {
    row: 't1',
    title: 'the certificate with the later notBefore is selected if nothing else differs',
    world: { certificates: [OLD, NEW], connectors: [R2] },
    choices: ['Internet MAIL01 → New; not Old: older'],
    both: [],
  },
  {
    row: 't2',
    title: 'with equal notBefore, the later notAfter is preferred',
    world: {
      certificates: [stored('Short', { ...P_NAMES, notAfter: NOON + 100 * DAY }), stored('Long', P_NAMES)],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Long; not Short: expires-earlier'],
    both: [],
  },
  {
    row: 't3',
    title: 'with equal dates, the lower thumbprint is preferred',
    world: { certificates: [stored('B', P_NAMES), stored('A', P_NAMES)], connectors: [R2] },
    choices: ['Internet MAIL01 → A; not B: thumbprint-order'],
    both: [],
  },
  {
    row: 't4',
    title: 'an old trusted certificate is preferred to a new self-signed one',
    world: { certificates: [SELF, OLD], connectors: [R2] },
    choices: ['Internet MAIL01 → Old; not Self: less-trusted'],
    both: [],
  },
  {
    row: 't5',
    title: 'an old self-signed certificate is preferred to a new one from an unknown CA',
    world: {
      certificates: [UNKNOWN, stored('Self', { ...P_NAMES, selfSigned: true, notBefore: YEAR_BEGAN })],
      untrusted: [UNKNOWN],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Self; not Unknown: less-trusted'],
    both: [],
  },
  {
    row: 't6',
    title: 'the order is trusted, self-signed, unknown CA',
    world: { certificates: [UNKNOWN, SELF, OLD], untrusted: [UNKNOWN], connectors: [R2] },
    choices: ['Internet MAIL01 → Old; not Self: less-trusted; not Unknown: less-trusted'],
    both: [],
  },
  {
    row: 't7',
    title: 'an exact name from an unknown CA is preferred to a trusted wildcard',
    world: { certificates: [W, UNKNOWN], untrusted: [UNKNOWN], connectors: [R2] },
    choices: ['Internet MAIL01 → Unknown; not W: exact-name-preferred'],
    both: ['1305(mail.contoso.com; Unknown; )'],
  },
  {
    row: 't8',
    title: 'an exact name only in the CN is preferred to a wildcard',
    world: { certificates: [W, stored('C', { commonName: 'mail.contoso.com' })], connectors: [R2] },
    choices: ['Internet MAIL01 → C; not W: exact-name-preferred'],
    both: ['1307(mail.contoso.com; C)'],
  },
  {
    row: 't9',
    title: 'the wildcard with the later notBefore is preferred',
    world: {
      certificates: [W, stored('Wild', { dnsNames: ['*.contoso.com'], notBefore: NOON - DAY })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Wild, wildcard; not W: older'],
    both: [],
  },
  {
    row: 't10',
    title: 'a certificate with the exact name and a wildcard counts as exact',
    world: {
      certificates: [W, stored('Both', { dnsNames: ['*.contoso.com', 'mail.contoso.com'], notBefore: YEAR_BEGAN })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Both; not W: exact-name-preferred'],
    both: [],
  },
  {
    row: 't11',
    title: 'a valid wildcard from an unknown CA is preferred to an expired exact name',
    world: { certificates: [ended('Old', 1), W], untrusted: [W], connectors: [R2] },
    choices: ['Internet MAIL01 → W, wildcard; not Old: certificate-expired'],
    both: ['1305(mail.contoso.com; W; )', '1300(My; 1)'],
  },
  {
    row: 't12',
    title: 'among expired certificates, the later notBefore is preferred, for any notAfter',
    world: { certificates: [ended('Old', 1), ended('New', 30, { notBefore: NOON - 100 * DAY })], connectors: [R2] },
    choices: ['Internet MAIL01 → New, expired; not Old: older'],
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1300(My; 1)'],
    only2019: ['12016(mail.contoso.com; New)', '1300(My; 1)'],
    nearest: 'New',
    reason: 'certificate-expired',
  },
  {
    row: 't13',
    title: 'among expired certificates, the exact name is preferred to a later wildcard',
    world: {
      certificates: [ended('Wild', 1, { dnsNames: ['*.contoso.com'] }), ended('Old', 30)],
      connectors: [R2],
      internal: { source: 'none' },
    },
    choices: ['Internet MAIL01 → Old, expired; not Wild: exact-name-preferred'],
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1300(My; 1)'],
    only2019: ['12016(mail.contoso.com; Old)', '1300(My; 1)'],
    nearest: 'Old',
    reason: 'certificate-expired',
  },
  {
    row: 't14',
    title: 'an expired certificate, and a valid one that only needs to be enabled for SMTP',
    world: { certificates: [ended('Old', 1), stored('New', { ...P_NAMES, services: ['IIS'] })], connectors: [R2] },
    choices: ['Internet MAIL01 → Old, expired; not New: not-enabled-for-smtp'],
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    only2019: ['12016(mail.contoso.com; Old)'],
    nearest: 'New',
    reason: 'not-enabled-for-smtp',
  },
  {
    row: 't15',
    title: 'an expired certificate, and a valid one without a private key',
    world: { certificates: [ended('Old', 1), stored('New', { ...P_NAMES, key: 'missing' })], connectors: [R2] },
    choices: ['Internet MAIL01 → Old, expired; not New: private-key-missing'],
    only2007: [
      '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
      '1200(mail.contoso.com; New; /store/New.pem)',
    ],
    only2019: ['12016(mail.contoso.com; Old)', '1200(mail.contoso.com; New; /store/New.pem)'],
    nearest: 'Old',
    reason: 'certificate-expired',
  },
  {
    row: 't16',
    title: 'a newer certificate with an unreadable key is preferred: unknown is not missing',
    world: {
      certificates: [OLD, stored('New', { ...P_NAMES, key: 'unreadable', notBefore: NOON - DAY })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → New; not Old: older'],
    both: ['1201(My; 1)'],
  },
  {
    row: 't17',
    title: 'newer certificates of version 1, without a key or in another store: the old one is selected',
    world: {
      certificates: [
        OLD,
        stored('V', { ...P_NAMES, version: 1 }),
        stored('K', { ...P_NAMES, services: [] }),
        stored('N', { ...P_NAMES, store: 'Archive' }),
      ],
      stores: [store('My'), store('Archive', { personal: false })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Old; not K: not-enabled-for-smtp; not N: not-personal-store; not V: version'],
    both: [],
  },
  {
    row: 't18',
    title: 'no eligible certificate: the closest certificate needs the fewest steps',
    world: {
      certificates: [
        stored('V', { ...P_NAMES, version: 1 }),
        stored('K', { ...P_NAMES, key: 'missing' }),
        stored('N', { ...P_NAMES, store: 'Archive' }),
        stored('M', { ...P_NAMES, services: ['IIS'] }),
      ],
      stores: [store('My'), store('Archive', { personal: false })],
      connectors: [R2],
    },
    choices: [
      'Internet MAIL01 → none; not M: not-enabled-for-smtp; not K: private-key-missing; not N: not-personal-store; not V: version; nearest M: not-enabled-for-smtp',
    ],
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1200(mail.contoso.com; K; /store/K.pem)'],
    nearest: 'M',
    reason: 'not-enabled-for-smtp',
  },
  {
    row: 't19',
    title: 'the same certificate in a searched store and in another store is one candidate',
    world: {
      certificates: [{ ...P, store: 'Archive' }, P],
      stores: [store('My'), store('Archive', { personal: false })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: 't20',
    title: 'the same certificate twice, with SMTP enabled in one place, is one candidate',
    world: {
      certificates: [
        { ...P, services: [] },
        { ...P, store: 'Second' },
      ],
      stores: [store('My'), store('Second')],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → P'],
    both: [],
  },
  {
    row: 't21',
    title: 'one certificate for two connectors, for one of them by a wildcard',
    world: {
      certificates: [stored('P', { dnsNames: ['mail.contoso.com', '*.contoso.com'], notAfter: NOON + 10 * DAY })],
      connectors: [R2, R3],
      internal: { source: 'none' },
    },
    choices: ['Internet MAIL01 → P', 'R3 → P, wildcard'],
    both: ['12018(mail.contoso.com; P; 240)'],
  },
  {
    row: 't22',
    title: 'an expiring exact name is selected and reported, although a wildcard exists',
    world: { certificates: [stored('P', { ...P_NAMES, notAfter: NOON + 10 * DAY }), W], connectors: [R2] },
    choices: ['Internet MAIL01 → P; not W: exact-name-preferred'],
    both: ['12018(mail.contoso.com; P; 240)'],
  },
  {
    row: 't23',
    title: 'an expiring trusted certificate is selected and reported, although a newer self-signed one exists',
    world: { certificates: [stored('P', { ...P_NAMES, notAfter: NOON + 10 * DAY }), SELF], connectors: [R2] },
    choices: ['Internet MAIL01 → P; not Self: less-trusted'],
    both: ['12018(mail.contoso.com; P; 240)'],
  },
  {
    row: 't24',
    title: 'an expiring older certificate is not selected, and not reported',
    world: {
      certificates: [stored('Old', { ...P_NAMES, notBefore: YEAR_BEGAN, notAfter: NOON + 10 * DAY }), NEW],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → New; not Old: older'],
    both: [],
  },
  {
    row: 't25',
    title: "without a record, the newer certificate with the computer's name is the internal one",
    world: {
      certificates: [
        stored('Old', { ...S_NAMES, notBefore: YEAR_BEGAN, notAfter: NOON + 10 * DAY }),
        stored('New', { ...S_NAMES, notBefore: NOON - DAY }),
      ],
      connectors: [R1],
    },
    choices: ['Default MAIL01 → New; not Old: older'],
    both: [],
  },
  {
    row: 't26',
    title: 'the older one is recorded: the connector selects the newer one, and the record is reported',
    world: {
      certificates: [
        stored('Old', { ...S_NAMES, notBefore: YEAR_BEGAN, notAfter: NOON + 10 * DAY }),
        stored('New', { ...S_NAMES, notBefore: NOON - DAY }),
      ],
      connectors: [R1],
      internal: recorded(stored('Old')),
    },
    choices: ['Default MAIL01 → New; not Old: older'],
    both: ['12017(Old; 240)'],
  },
  {
    row: 't27',
    title: "a connector with the computer's name and one without an FQDN: one choice, one event",
    world: {
      certificates: [stored('S', { ...S_NAMES, notAfter: NOON + 10 * DAY })],
      connectors: [R1, connector('Named', 'mail01.contoso.com')],
      internal: { source: 'none' },
    },
    choices: ['Default MAIL01 → S', 'Named → S'],
    both: ['12018(mail01.contoso.com; S; 240)'],
  },
  {
    row: 't28',
    title: 'two connectors whose FQDNs differ only in case: one choice, one event',
    world: {
      certificates: [stored('P', { ...P_NAMES, notAfter: NOON + 10 * DAY })],
      connectors: [R2, connector('R3', 'MAIL.contoso.com')],
    },
    choices: ['Internet MAIL01 → P', 'R3 → P'],
    both: ['12018(mail.contoso.com; P; 240)'],
  },
  {
    row: 't29',
    title: 'at the millisecond when one starts and the other expires, the newer one is selected',
    world: {
      certificates: [stored('Old', { ...P_NAMES, notAfter: NOON }), stored('New', { ...P_NAMES, notBefore: NOON })],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → New; not Old: older'],
    both: [],
  },
  {
    row: 't30',
    title: 'between the expiry of one and the start of the other, no certificate is valid',
    world: {
      certificates: [
        stored('Old', { ...P_NAMES, notAfter: NOON - 1 }),
        stored('New', { ...P_NAMES, notBefore: NOON + 1 }),
      ],
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Old, expired; not New: not-yet-valid'],
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1303(mail.contoso.com; New)'],
    only2019: ['12016(mail.contoso.com; Old)', '1303(mail.contoso.com; New)'],
    nearest: 'Old',
    reason: 'certificate-expired',
  },
  {
    row: 't31',
    title: 'a CA certificate with a key is selected like any other',
    world: { certificates: [stored('CA', { ...P_NAMES, isCa: true, selfSigned: true })], connectors: [R2] },
    choices: ['Internet MAIL01 → CA'],
    both: [],
  },
  {
    row: 't32',
    title: 'the recorded internal certificate is not preferred for a connector',
    world: {
      certificates: [S, stored('New', { dnsNames: ['mail01.contoso.com'], notBefore: NOON - DAY })],
      connectors: [R1],
      internal,
    },
    choices: ['Default MAIL01 → New; not S: less-trusted'],
    both: [],
  },
  {
    row: 't33',
    title: 'a certificate of a trusted CA is preferred to a newer self-signed one that is a trust anchor',
    world: {
      certificates: [SELF, OLD],
      verdicts: new Map([[SELF.certificate.thumbprint, { status: 'trusted', anchor: 'enterprise' }]]),
      connectors: [R2],
    },
    choices: ['Internet MAIL01 → Old; not Self: less-trusted'],
    both: [],
  },
];
