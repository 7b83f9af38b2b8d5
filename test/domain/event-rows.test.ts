import { describe, expect, test } from 'vitest';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { InternalTransport } from '../../src/domain/observation/observation.ts';
import type { Profile } from '../../src/domain/settings.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { CALM, connector, Life, NOON, notation, store, stored, type World } from './world.ts';

/**
 * The design's table of situations: one literal clock, one store, one set of connectors, first scan unless the row says
 * otherwise. Every row is judged under both profiles, and nothing but the events listed may be there.
 */
interface Row {
  readonly row: string;
  readonly title: string;
  readonly world: Partial<World>;
  readonly only2007?: readonly string[];
  readonly only2019?: readonly string[];
  /** Under both. */
  readonly both?: readonly string[];
  /** What the first 12014 names as the nearest miss. */
  readonly nearest?: string;
  readonly reason?: string;
}

const S_NAMES = { commonName: 'MAIL01', dnsNames: ['MAIL01', 'mail01.contoso.com'], selfSigned: true };
const setup = (more: Parameters<typeof stored>[1] = {}): StoredCertificate => stored('S', { ...S_NAMES, ...more });
const S = setup({ notBefore: NOON - 200 * DAY, notAfter: NOON + 165 * DAY });
const S_EXPIRED = setup({ notBefore: NOON - 365 * DAY, notAfter: NOON - 1 });
const P_NAMES = { dnsNames: ['mail.contoso.com', 'autodiscover.contoso.com'] };
const P = stored('P', P_NAMES);
const W = stored('W', { dnsNames: ['*.contoso.com'] });
const EARLY = stored('E', { ...P_NAMES, notBefore: NOON + 2 * DAY });
const R1 = connector('Default MAIL01');
const R2 = connector('Internet MAIL01', 'mail.contoso.com');
const X1 = connector('To Internet', undefined, { direction: 'send' });
const recorded = (certificate: StoredCertificate): InternalTransport => ({
  source: 'recorded',
  thumbprint: certificate.certificate.thumbprint,
});
const internal = recorded(S);
const RECORDED_FOLDER = `/stores/My/${S.certificate.thumbprint}`;
const torn = (location: string): World['problems'][number] => ({
  store: 'My',
  problem: { reason: 'der_truncated', location, detail: '' },
});
/** An intermediate, of which nobody has the key here, under a name that a connector looks for. */
const authority = (commonName: string): StoredCertificate => {
  const made = stored('I', { commonName, key: 'missing', notBefore: NOON - DAY });
  return { ...made, certificate: { ...made.certificate, isCa: true } };
};
const expiring = (at: number): StoredCertificate => setup({ notBefore: at - 365 * DAY, notAfter: at });

const ROWS: readonly Row[] = [
  {
    row: '1',
    title: 'a valid self-signed certificate gives nothing',
    world: { certificates: [S], connectors: [R1, X1], internal },
    both: [],
  },
  {
    row: '2',
    title: 'it has expired by a millisecond',
    world: { certificates: [S_EXPIRED], connectors: [R1], internal },
    only2007: ['12015(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
    reason: 'certificate-expired',
    nearest: 'S',
  },
  {
    row: '3',
    title: 'at notAfter itself it is expiring, not expired',
    world: { certificates: [expiring(NOON)], connectors: [R1], internal },
    both: ['12017(S; 0)', '12018(mail01.contoso.com; S; 0)'],
  },
  {
    row: '4',
    title: 'a millisecond before notAfter',
    world: { certificates: [expiring(NOON + 1)], connectors: [R1], internal },
    both: ['12017(S; 0)', '12018(mail01.contoso.com; S; 0)'],
  },
  {
    row: '5',
    title: 'three connectors depend on the expired one',
    world: { certificates: [S_EXPIRED], connectors: [R1, connector('Client MAIL01'), X1], internal },
    only2007: [
      '12015(S)',
      '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)',
      '12014(mail01.contoso.com; Client MAIL01; mail01.contoso.com)',
      '12014(mail01.contoso.com; To Internet; mail01.contoso.com)',
    ],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
  },
  {
    row: '6',
    title: 'another valid certificate carries other names',
    world: { certificates: [S_EXPIRED, P], connectors: [R1, R2], internal },
    only2007: ['12015(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
    nearest: 'S',
  },
  {
    row: '7',
    title: 'no connector needs the expired internal certificate',
    world: { certificates: [S_EXPIRED, P], connectors: [R2], internal },
    both: ['12015(S)'],
  },
  {
    row: '8',
    title: 'a valid one carries the name too, and the record is by thumbprint',
    world: {
      certificates: [S_EXPIRED, stored('P', { dnsNames: ['mail.contoso.com', 'mail01.contoso.com'] })],
      connectors: [R1],
      internal,
    },
    both: ['12015(S)'],
  },
  {
    row: '9',
    title: 'the computer name given explicitly',
    world: { certificates: [S], connectors: [connector('Default MAIL01', 'mail01.contoso.com')], internal },
    both: [],
  },
  {
    row: '10',
    title: 'the computer name given explicitly, expired',
    world: { certificates: [S_EXPIRED], connectors: [connector('Default MAIL01', 'mail01.contoso.com')], internal },
    only2007: ['12015(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
    only2019: ['12015(S)', '12016(mail01.contoso.com; S)'],
  },
  {
    row: '11',
    title: 'the NetBIOS name as FQDN',
    world: { certificates: [S], connectors: [connector('Default MAIL01', 'mail01')], internal },
    both: [],
  },
  {
    row: '12',
    title: 'upper case and a trailing dot',
    world: { certificates: [S], connectors: [connector('Default MAIL01', 'MAIL01.CONTOSO.COM.')], internal },
    both: [],
  },
  {
    row: '15',
    title: 'a millisecond outside the window',
    world: { certificates: [expiring(NOON + 30 * DAY + 1)], connectors: [R1], internal },
    both: [],
  },
  {
    row: '16',
    title: 'at the edge of the window',
    world: { certificates: [expiring(NOON + 30 * DAY)], connectors: [R1], internal },
    both: ['12017(S; 720)', '12018(mail01.contoso.com; S; 720)'],
  },
  {
    row: '17',
    title: 'expiring, and no connector presents it',
    world: { certificates: [expiring(NOON + 30 * DAY), P], connectors: [R2], internal },
    both: ['12017(S; 720)'],
  },
  {
    row: '18',
    title: 'a send connector without FQDN',
    world: { certificates: [S], connectors: [X1], internal },
    both: [],
  },
  {
    row: '19',
    title: 'an empty store that nothing is issued into',
    world: { connectors: [X1] },
    both: ['12014(mail01.contoso.com; To Internet; mail01.contoso.com)'],
  },
  {
    row: '20',
    title: 'only the self-signed one, under another name',
    world: { certificates: [S], connectors: [R2], internal },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'certificate-host-mismatch',
    nearest: 'S',
  },
  { row: '21', title: 'only a wildcard', world: { certificates: [W], connectors: [R2] }, both: [] },
  {
    row: '22',
    title: 'a wildcard does not cover the apex',
    world: { certificates: [W], connectors: [connector('Apex', 'contoso.com')] },
    both: ['12014(contoso.com; Apex; contoso.com)'],
    reason: 'certificate-host-mismatch',
    nearest: 'W',
  },
  {
    row: '23',
    title: 'a wildcard matches one label only',
    world: { certificates: [W], connectors: [connector('Deep', 'a.b.contoso.com')] },
    both: ['12014(a.b.contoso.com; Deep; a.b.contoso.com)'],
    nearest: 'W',
  },
  { row: '24', title: 'exact before wildcard', world: { certificates: [W, S], connectors: [R1], internal }, both: [] },
  {
    row: '25',
    title: 'the exact one has expired, the wildcard serves',
    world: { certificates: [W, S_EXPIRED], connectors: [R1], internal },
    both: ['12015(S)'],
  },
  {
    row: '26',
    title: 'the name only in CN, no subject alternative name',
    world: { certificates: [stored('C', { commonName: 'mail.contoso.com' })], connectors: [R2] },
    both: ['1307(mail.contoso.com; C)'],
  },
  {
    row: '27',
    title: 'the name in CN, another as subject alternative name',
    world: {
      certificates: [stored('C', { commonName: 'mail.contoso.com', dnsNames: ['www.contoso.com'] })],
      connectors: [R2],
    },
    both: ['1307(mail.contoso.com; C)'],
  },
  {
    row: '28',
    title: 'an IDN connector, already an A-label, and the A-label in another case',
    world: {
      certificates: [stored('I', { dnsNames: ['MAIL.xn--bcher-kva.example'] })],
      connectors: [connector('IDN', 'mail.xn--bcher-kva.example')],
    },
    both: [],
  },
  {
    row: '30',
    title: 'two connectors on two names of one certificate that expires in 10 days',
    world: {
      certificates: [stored('P', { ...P_NAMES, notBefore: NOON - 355 * DAY, notAfter: NOON + 10 * DAY })],
      connectors: [connector('R3', 'autodiscover.contoso.com'), R2],
    },
    both: ['12018(autodiscover.contoso.com; P; 240)'],
  },
  {
    row: '31',
    title: 'the one that fits lies in a store that is not personal, and nobody asks for its key',
    world: {
      certificates: [stored('P', { ...P_NAMES, store: 'Archive', key: 'missing' })],
      connectors: [R2],
      stores: [store('My'), store('Archive', { personal: false })],
    },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'not-personal-store',
    nearest: 'P',
  },
  {
    row: '32',
    title: 'no private key',
    world: { certificates: [stored('P', { ...P_NAMES, key: 'missing' })], connectors: [R2] },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1200(mail.contoso.com; P; /store/P.pem)'],
    reason: 'private-key-missing',
    nearest: 'P',
  },
  {
    row: '33',
    title: 'the private key of another certificate',
    world: { certificates: [stored('P', { ...P_NAMES, key: 'differs' })], connectors: [R2] },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1203(mail.contoso.com; P; /store/P.pem)'],
    reason: 'private-key-mismatch',
    nearest: 'P',
  },
  {
    row: '34',
    title: 'a private key that mailcertd may not read: unknown is not missing',
    world: {
      certificates: [stored('P', { ...P_NAMES, key: 'unreadable' })],
      connectors: [R2],
      problems: [{ store: 'My', problem: { reason: 'permission_denied', location: '/store/P.pem', detail: 'EACCES' } }],
    },
    both: ['1201(My; 1)'],
  },
  {
    row: '36',
    title: 'enabled for other services',
    world: { certificates: [stored('P', { ...P_NAMES, services: ['IIS', 'IMAP', 'POP'] })], connectors: [R2] },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'not-enabled-for-smtp',
    nearest: 'P',
  },
  {
    row: '36a',
    title: 'enabled for other services and without its key: what nobody would present needs none',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, services: ['IIS'], key: 'missing', notBefore: NOON - DAY })],
      connectors: [R2],
    },
    both: [],
  },
  {
    row: '37',
    title: 'the newer one is not enabled for SMTP, the older one serves',
    world: {
      certificates: [
        stored('Old', { ...P_NAMES, notAfter: NOON + 90 * DAY }),
        stored('New', { ...P_NAMES, notBefore: NOON - DAY, services: ['IIS'] }),
      ],
      connectors: [R2],
    },
    both: [],
  },
  {
    row: '37a',
    title: 'the older one ends soon although the newer one is there',
    world: {
      certificates: [
        stored('Old', { ...P_NAMES, notAfter: NOON + 10 * DAY }),
        stored('New', { ...P_NAMES, notBefore: NOON - DAY, services: ['IIS'] }),
      ],
      connectors: [R2],
    },
    both: ['12018(mail.contoso.com; Old; 240)'],
  },
  {
    row: '38',
    title: 'the only one is not valid yet',
    world: { certificates: [EARLY], connectors: [R2] },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1303(mail.contoso.com; E)'],
    reason: 'not-yet-valid',
    nearest: 'E',
  },
  {
    row: '38a',
    title: 'two are not valid yet: the one that begins first is told of, once for two connectors',
    world: {
      certificates: [EARLY, stored('L', { ...P_NAMES, notBefore: NOON + 9 * DAY })],
      connectors: [R2, connector('R3', 'autodiscover.contoso.com')],
    },
    both: [
      '12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)',
      '12014(autodiscover.contoso.com; R3; autodiscover.contoso.com)',
      '1303(mail.contoso.com; E)',
    ],
  },
  {
    row: '38b',
    title: 'one has expired and its successor is not valid yet',
    world: { certificates: [EARLY, stored('P', { ...P_NAMES, notAfter: NOON - 1 })], connectors: [R2] },
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)', '1303(mail.contoso.com; E)'],
    only2019: ['12016(mail.contoso.com; P)', '1303(mail.contoso.com; E)'],
  },
  {
    row: '39',
    title: 'installed early, beside a valid one',
    world: { certificates: [P, EARLY], connectors: [R2] },
    both: [],
  },
  {
    row: '40',
    title: 'only one whose issuer nobody knows: the last resort',
    world: { certificates: [P], connectors: [R2], untrusted: [P] },
    both: ['1305(mail.contoso.com; P; )'],
  },
  {
    row: '40a',
    title: 'a trusted or self-signed one is chosen before it',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, selfSigned: true })],
      connectors: [R2],
      untrusted: [P],
    },
    both: [],
  },
  {
    row: '40b',
    title: 'a store that may hold its issuer is not seen: nobody knows whether it is trusted',
    world: {
      certificates: [P],
      connectors: [R2],
      untrusted: [P],
      stores: [store('My'), store('CA', { personal: false })],
      blind: ['CA'],
    },
    both: ['1100(CA; /stores/CA; permission_denied)'],
  },
  {
    row: '41',
    title: 'only a trusted one that has expired',
    world: { certificates: [stored('P', { ...P_NAMES, notAfter: NOON - DAY })], connectors: [R2] },
    only2007: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    only2019: ['12016(mail.contoso.com; P)'],
    nearest: 'P',
  },
  {
    row: '42',
    title: 'a version 1 certificate',
    world: { certificates: [stored('P', { ...P_NAMES, version: 1 })], connectors: [R2] },
    both: ['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)'],
    reason: 'version',
    nearest: 'P',
  },
  {
    row: '43',
    title: 'a block that does not parse beside a good certificate',
    world: { certificates: [P], connectors: [R2], problems: [torn('/stores/My/P.pem#1')] },
    both: ['1102(/stores/My/P.pem#1; der_truncated; )'],
  },
  {
    row: '44',
    title: 'a connector that offers no TLS, and no certificate or one without a key',
    world: {
      certificates: [stored('P', { ...P_NAMES, key: 'missing' })],
      connectors: [connector('Plain', 'mail.contoso.com', { starttls: false })],
    },
    both: [],
  },
  {
    row: '45',
    title: 'a connector that is disabled',
    world: {
      certificates: [stored('P', { ...P_NAMES, key: 'differs' })],
      connectors: [connector('Off', 'mail.contoso.com', { enabled: false })],
    },
    both: [],
  },
  {
    row: '46',
    title: 'the old one expired, a new one of the same names serves',
    world: {
      certificates: [stored('P0', { ...P_NAMES, notAfter: NOON - DAY }), stored('P1', P_NAMES)],
      connectors: [R2],
    },
    both: [],
  },
  {
    row: '47',
    title: 'the newer clone expired, the recorded one is valid',
    world: {
      certificates: [S, stored('S2', { ...S_NAMES, notBefore: NOON - 100 * DAY, notAfter: NOON - DAY })],
      connectors: [R1],
      internal,
    },
    both: [],
  },
  {
    row: '48',
    title: 'the recorded one expired, its clone is valid, nothing re-recorded',
    world: { certificates: [S_EXPIRED, stored('S2', S_NAMES)], connectors: [R1], internal },
    both: ['12015(S)'],
  },
  {
    row: '50',
    title: 'the recorded one is in no store, another carries the computer name',
    world: { certificates: [stored('S2', S_NAMES)], connectors: [R1], internal },
    both: ['12023(S; S2)'],
  },
  {
    row: '50a',
    title: 'what carries the computer name has expired, and takes the place of none',
    world: {
      certificates: [stored('S2', { ...S_NAMES, notAfter: NOON - 1 }), P],
      connectors: [R2],
      internal: { source: 'configured', thumbprint: S.certificate.thumbprint },
    },
    both: ['12013(S)'],
  },
  {
    row: '50b',
    title: 'the recorded one lies only where no connector looks',
    world: {
      certificates: [setup({ store: 'Archive' }), P],
      connectors: [R2],
      stores: [store('My'), store('Archive', { personal: false })],
      internal,
    },
    both: ['12013(S)'],
  },
  {
    row: '51',
    title: 'the recorded one is in no store, nothing carries the computer name',
    world: { certificates: [P], connectors: [R1], internal },
    both: ['12013(S)', '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)'],
  },
  {
    row: '54',
    title: 'nothing carries the computer name, and nothing was ever recorded',
    world: { certificates: [P], connectors: [R2] },
    both: [],
  },
  {
    row: '55',
    title: 'the file of the recorded one no longer parses',
    world: { certificates: [P], connectors: [R1], internal, problems: [torn(`${RECORDED_FOLDER}/certificate.pem#0`)] },
    both: [
      `1102(${RECORDED_FOLDER}/certificate.pem#0; der_truncated; )`,
      `12022(${RECORDED_FOLDER}/certificate.pem#0)`,
      '12014(mail01.contoso.com; Default MAIL01; mail01.contoso.com)',
    ],
  },
  {
    row: '55a',
    title: 'another file in the same store no longer parses, or only the key in its folder: it is missing',
    world: {
      certificates: [P],
      connectors: [R2],
      internal,
      problems: [torn('/stores/My/x.pem#0'), torn(`${RECORDED_FOLDER}/privkey.pem#0`)],
    },
    both: [
      '1102(/stores/My/x.pem#0; der_truncated; )',
      `1102(${RECORDED_FOLDER}/privkey.pem#0; der_truncated; )`,
      '12013(S)',
    ],
  },
  {
    row: '55b',
    title: 'a copy in another store is the recorded one still',
    world: {
      certificates: [P, setup({ store: 'Second' })],
      connectors: [R1],
      stores: [store('My'), store('Second')],
      internal,
      problems: [torn(`${RECORDED_FOLDER}/certificate.pem#0`)],
    },
    both: [`1102(${RECORDED_FOLDER}/certificate.pem#0; der_truncated; )`],
  },
  {
    row: '32a',
    title:
      'a renewed one without its key is told of though the old one serves; one key for two connectors is one event',
    world: {
      certificates: [P, stored('Q', { ...P_NAMES, key: 'missing', notBefore: NOON - DAY })],
      connectors: [R2, connector('R3', 'autodiscover.contoso.com')],
    },
    both: ['1200(mail.contoso.com; Q; /store/Q.pem)'],
  },
  {
    row: '32b',
    title: 'an older one, an expired one, a wildcard without a key beside an exact name, and chain material need none',
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
    both: [],
  },
  {
    row: '32c',
    title: 'the internal certificate without a key, though no connector needs it',
    world: { certificates: [setup({ key: 'missing' }), P], connectors: [R2], internal },
    both: ['1200(mail01.contoso.com; S; /store/S.pem)'],
  },
  {
    row: '32d',
    title: 'what would be the internal certificate has another key, though nothing is recorded',
    world: { certificates: [setup({ key: 'differs' }), P], connectors: [R2] },
    both: ['1203(mail01.contoso.com; S; /store/S.pem)'],
  },
  {
    row: '34a',
    title: 'twelve keys that may not be read are one event',
    world: {
      certificates: Array.from({ length: 12 }, (_, at) => stored(`K${at}`, { ...P_NAMES, key: 'unreadable' })),
      connectors: [R2],
    },
    both: ['1201(My; 12)'],
  },
  {
    row: '59',
    title: 'the same certificate in two stores is one event',
    world: {
      certificates: [expiring(NOON + 10 * DAY), { ...expiring(NOON + 10 * DAY), store: 'Second' }],
      connectors: [R1],
      stores: [store('My'), store('Second')],
      internal,
    },
    both: ['12017(S; 240)', '12018(mail01.contoso.com; S; 240)'],
  },
];

describe('the situations of the design give exactly their events', () => {
  for (const { row, title, world, only2007, only2019, both, nearest, reason } of ROWS) {
    for (const profile of ['exchange-2007', 'exchange-2019'] satisfies Profile[]) {
      test(`row ${row}, ${profile}: ${title}`, () => {
        const records = new Life().pass({ ...CALM, ...world, profile });
        expect(records.map(notation)).toEqual(both ?? (profile === 'exchange-2007' ? only2007 : only2019));
        const first = records.find(({ eventId }) => eventId === 12014);
        if (first === undefined) return;
        if (nearest !== undefined) expect(first.facts.nearest?.thumbprint).toBe(nearest.padEnd(40, '0'));
        if (reason !== undefined) expect(first.facts.reason).toBe(reason);
      });
    }
  }
});

describe('what the rows say besides the events', () => {
  test('row 5: under exchange-2019 the one 12016 names all three connectors', () => {
    const world = { certificates: [S_EXPIRED], connectors: [R1, connector('Client MAIL01'), X1], internal };
    const records = new Life().pass({ ...CALM, ...world, profile: 'exchange-2019' });
    expect(records[1]?.facts.connectors).toEqual(['Default MAIL01', 'Client MAIL01', 'To Internet']);
  });

  test('row 10: the name came from the connector; without one it came from the computer', () => {
    const source = (fqdn: string | undefined): unknown =>
      new Life().pass({ ...CALM, certificates: [S_EXPIRED], connectors: [connector('R', fqdn)], internal })[1]?.facts
        .fqdnSource;
    expect(source('mail01.contoso.com')).toBe('connector');
    expect(source(undefined)).toBe('computer');
  });

  test('row 30: connectors and their names stand side by side, in configuration order', () => {
    const certificate = stored('P', { ...P_NAMES, notBefore: NOON - 355 * DAY, notAfter: NOON + 10 * DAY });
    const connectors = [connector('R3', 'autodiscover.contoso.com'), R2];
    const facts = new Life().pass({ ...CALM, certificates: [certificate], connectors })[0]?.facts;
    expect(facts?.connectors).toEqual(['R3', 'Internet MAIL01']);
    expect(facts?.fqdns).toEqual(['autodiscover.contoso.com', 'mail.contoso.com']);
  });

  test('row 34: the first ten key files are named, and the reason', () => {
    const certificates = Array.from({ length: 12 }, (_, at) => stored(`K${at}`, { ...P_NAMES, key: 'unreadable' }));
    const denied = { reason: 'permission_denied', location: '/store/K0.pem', detail: 'EACCES' } as const;
    const problems = [{ store: 'My', problem: denied }];
    const [record] = new Life().pass({ ...CALM, certificates, connectors: [R2], problems });
    expect(record?.facts.locations).toEqual(certificates.slice(0, 10).map(({ location }) => location.path));
    expect(record?.facts.reason).toBe('permission_denied');
    expect(record?.remedy).toEqual([['namei', '-l', '/store/K0.pem']]);
  });

  test('row 59: both places are named, of the internal certificate and of what connectors present', () => {
    const here = expiring(NOON + 10 * DAY);
    const there = { ...here, store: 'Second', location: { ...here.location, path: '/second/S.pem' } };
    const stores = [store('My'), store('Second')];
    const records = new Life().pass({ ...CALM, certificates: [here, there], connectors: [R1], stores, internal });
    expect(records.map(({ facts }) => facts.locations)).toEqual([
      ['/store/S.pem', '/second/S.pem'],
      ['/store/S.pem', '/second/S.pem'],
    ]);
  });

  test('a connector that offers no TLS, and one that is disabled, log nothing', () => {
    const connectors = [
      connector('Plain', 'x.contoso.com', { starttls: false }),
      connector('Off', 'y.contoso.com', { enabled: false }),
    ];
    expect(new Life().pass({ ...CALM, connectors })).toEqual([]);
  });
});

for (const profile of ['exchange-2007', 'exchange-2019'] satisfies Profile[]) {
  describe(`rows that take more than one pass, ${profile}`, () => {
    const base: World = { ...CALM, profile };
    const connectorEvent = (name: string): string =>
      profile === 'exchange-2007'
        ? `12014(mail01.contoso.com; ${name}; mail01.contoso.com)`
        : '12016(mail01.contoso.com; S)';

    test('row 49: recording the clone clears 12015, and raises none', () => {
      const life = new Life();
      const clone = stored('S2', S_NAMES);
      const certificates = [S_EXPIRED, clone];
      life.pass({ ...base, certificates, connectors: [R1], internal });
      const now = NOON + 15 * 60_000;
      const records = life.pass({ ...base, now, certificates, connectors: [R1], internal: recorded(clone) });
      expect(records.map(notation)).toEqual(['1900(12015; S; 900)']);
      expect(records[0]?.facts.cleared?.evidence).toEqual({
        scope: 'store:My',
        at: now,
        reason: 'observed',
        thumbprint: clone.certificate.thumbprint,
      });
    });

    test('row 52: replaced in place, with a fixed thumbprint, it is over only by an event that says what is used', () => {
      const life = new Life();
      const configured: InternalTransport = { source: 'configured', thumbprint: S.certificate.thumbprint };
      life.pass({ ...base, certificates: [S_EXPIRED], connectors: [R1], internal: configured });
      const certificates = [stored('S2', S_NAMES)];
      const records = life.pass({ ...base, now: NOON + HOUR, certificates, connectors: [R1], internal: configured });
      expect(records.map(notation)).toEqual([
        '12023(S; S2)',
        '1900(12015; S; 3600)',
        profile === 'exchange-2007' ? '1900(12014; Default MAIL01; 3600)' : '1900(12016; S; 3600)',
      ]);
    });

    test('a store that is not seen may hold the recorded one: nothing is claimed, nothing that is open is over', () => {
      const life = new Life();
      const stores = [store('My'), store('Second')];
      const world = { ...base, stores, certificates: [P], connectors: [R2], internal };
      expect(life.pass({ ...world, blind: ['Second'] }).map(notation)).not.toContain('12013(S)');
      expect(life.pass({ ...world, now: NOON + HOUR }).map(notation)).toContain('12013(S)');
      const hidden = life.pass({ ...world, now: NOON + 2 * HOUR, blind: ['My'] });
      expect(hidden.map(notation)).toEqual(['1100(My; /stores/My; permission_denied)']);
      const back = life.pass({ ...world, now: NOON + 3 * HOUR, certificates: [S, P] });
      expect(back.map(notation)).toContain('1900(12013; S; 7200)');
    });

    test('row 32: nothing is said of keys while a store is not seen; putting the key beside it ends both events', () => {
      const life = new Life();
      const stores = [store('My'), store('Second')];
      const world = { ...base, stores, certificates: [stored('P', { ...P_NAMES, key: 'missing' })], connectors: [R2] };
      expect(life.pass({ ...world, blind: ['Second'] }).map(notation)).toEqual([
        '1100(Second; /stores/Second; permission_denied)',
      ]);
      life.pass({ ...world, now: NOON + HOUR });
      expect(life.pass({ ...world, now: NOON + 2 * HOUR, certificates: [P] }).map(notation)).toEqual([
        '1900(12014; Internet MAIL01; 3600)',
        '1900(1200; P; 3600)',
      ]);
    });

    test('row 66: an unreadable store raises its own event and clears nothing', () => {
      const life = new Life();
      const world = { ...base, certificates: [S], connectors: [R2], internal };
      expect(life.pass(world).map(notation)).toEqual(['12014(mail.contoso.com; Internet MAIL01; mail.contoso.com)']);
      const records = life.pass({ ...world, now: NOON + HOUR, blind: ['My'] });
      expect(records.map(notation)).toEqual(['1100(My; /stores/My; permission_denied)']);
      expect(life.open.map(({ eventId }) => eventId).sort()).toEqual([1100, 12014]);
    });

    test('row 67: a restart raises nothing twice', () => {
      const life = new Life();
      const world = { ...base, certificates: [S_EXPIRED], connectors: [R1], internal };
      expect(life.pass(world).map(notation)).toEqual(['12015(S)', connectorEvent('Default MAIL01')]);
      const restarted = new Life();
      restarted.open = life.open;
      restarted.memory = life.memory;
      expect(restarted.pass({ ...world, now: NOON + 60_000 })).toEqual([]);
    });

    test('row 68: both are told again after 24 hours, and not a millisecond earlier', () => {
      const life = new Life();
      const world = { ...base, certificates: [S_EXPIRED], connectors: [R1], internal };
      life.pass(world);
      expect(life.pass({ ...world, now: NOON + 24 * HOUR - 1 })).toEqual([]);
      const again = ['12015(S) repeated', `${connectorEvent('Default MAIL01')} repeated`];
      expect(life.pass({ ...world, now: NOON + 24 * HOUR }).map(notation)).toEqual(again);
      expect(life.pass({ ...world, now: NOON + 24 * HOUR + 1 })).toEqual([]);
    });

    test('row 69: removing the connector clears its 12014, and says why', () => {
      const life = new Life();
      const world = { ...base, certificates: [S], connectors: [R1, R2], internal };
      life.pass(world);
      const records = life.pass({ ...world, now: NOON + HOUR, connectors: [R1] });
      expect(records.map(notation)).toEqual(['1900(12014; Internet MAIL01; 3600)']);
      expect(records[0]?.facts.cleared?.evidence.reason).toBe('connector-removed');
    });
  });
}
