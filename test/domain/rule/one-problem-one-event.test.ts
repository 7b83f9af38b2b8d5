import { describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/domain/assessment/settings.ts';
import type { StoredCertificate } from '../../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../../src/domain/certificate/chain-verdict.ts';
import { fileStoreName } from '../../../src/domain/connector/certificate-file.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import type { Served } from '../../../src/domain/served/served.ts';
import { DAY, HOUR, MINUTE } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { NOT_OFFERED, probeResult, REFUSED, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const NAMES = { dnsNames: ['mail.contoso.com'] };
const FILE = '/etc/ssl/mail.pem';
const ofFile = { ...NAMES, file: FILE };
const EXPIRED = { notBefore: NOON - 90 * DAY, notAfter: NOON - HOUR };
const SOON = { notBefore: NOON - 80 * DAY, notAfter: NOON + 10 * DAY };
const RENEWED = { notBefore: NOON - 2 * HOUR, notAfter: NOON + 90 * DAY };

const A = stored('A', NAMES);
const OLD = stored('B', { ...NAMES, ...EXPIRED });
const ENDING = stored('C', { ...NAMES, ...SOON });
const NEW = stored('D', { ...NAMES, ...RENEWED });
const FRESH = stored('D', { ...NAMES, ...RENEWED, writtenAt: NOON - 5 * MINUTE });
const EARLY = stored('G', { ...NAMES, notBefore: NOON + HOUR });
const OTHER = stored('E', { dnsNames: ['mx.contoso.com'] });
const CLIENT = stored('H', { ...NAMES, extendedKeyUsage: ['clientAuth'] });
const CN_ONLY = stored('F', { commonName: 'mail.contoso.com' });

const EDGE = connector('Edge', 'mail.contoso.com', { probe: target(), reload: ['systemctl', 'reload', 'postfix'] });
const FILED: Connector = { ...EDGE, certificateFiles: [FILE] };
const SEND = connector('To Fabrikam', undefined, {
  direction: 'send',
  probe: target({ host: 'mx.fabrikam.com', serverName: 'mx.fabrikam.com' }),
});
const PEER = stored('P', { dnsNames: ['mx.fabrikam.com'] });
const OWN = stored('S', { dnsNames: ['mail01.contoso.com'], selfSigned: true });

const UNTRUSTED: ChainVerdict = { status: 'untrusted', failure: said('CN=Contoso Root is an untrusted root') };
const INCOMPLETE: ChainVerdict = {
  status: 'untrusted',
  failure: said('the issuer CN=Contoso CA was not sent, and is not a trusted root'),
  missingIssuer: 'CN=Contoso CA',
};

interface Row {
  readonly title: string;
  readonly connector?: Connector;
  readonly disk: readonly StoredCertificate[];
  readonly served: readonly Served[];
  readonly world?: Partial<World>;
  readonly events: readonly string[];
  readonly events2019?: readonly string[];
}

const inFile = (stored: StoredCertificate): StoredCertificate => ({
  ...stored,
  store: `file:${FILE}`,
  location: { path: FILE, block: 0, alias: undefined },
});

const ON_DISK: readonly Row[] = [
  { title: 'all is well', disk: [A], served: [serves(A)], events: [] },
  {
    title: 'expired on disk and served, from a store',
    disk: [OLD],
    served: [serves(OLD)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
    events2019: ['12016(mail.contoso.com; B)'],
  },
  {
    title: 'expired on disk and served, from a file',
    connector: FILED,
    disk: [inFile(OLD)],
    served: [serves(OLD)],
    events: ['12016(mail.contoso.com; B)'],
  },
  {
    title: 'expiring on disk and served',
    disk: [ENDING],
    served: [serves(ENDING)],
    events: ['12018(mail.contoso.com; C; 240)'],
  },
  {
    title: 'renewed on disk, the old one served, with time left',
    disk: [NEW, A],
    served: [serves(A)],
    events: ['1406(Edge; A; D; 7200)'],
  },
  {
    title: 'renewed on disk, the old one served, which is expiring',
    disk: [NEW, ENDING],
    served: [serves(ENDING)],
    events: ['1406(Edge; C; D; 7200)'],
  },
  {
    title: 'renewed on disk, the old one served, which has expired',
    disk: [NEW, OLD],
    served: [serves(OLD)],
    events: ['1403(mail.contoso.com; B)'],
  },
  {
    title: 'renewed on disk within the grace time, the old one served',
    disk: [FRESH, ENDING],
    served: [serves(ENDING)],
    events: [],
  },
  {
    title: 'renewed on disk within the grace time, the old one served, which has expired',
    disk: [FRESH, OLD],
    served: [serves(OLD)],
    events: ['1403(mail.contoso.com; B)'],
  },
  {
    title: 'renewed on disk within a minute, the old one served, which has expired',
    disk: [{ ...FRESH, writtenAt: NOON - MINUTE + 1 }, OLD],
    served: [serves(OLD)],
    events: [],
  },
  {
    title: 'renewed on disk within a grace time that is shorter than a minute, the old one served, which has expired',
    connector: { ...EDGE, grace: MINUTE / 2 },
    disk: [{ ...FRESH, writtenAt: NOON - MINUTE / 2 }, OLD],
    served: [serves(OLD)],
    events: ['1403(mail.contoso.com; B)'],
  },
  {
    title: 'renewed in the file, and the old one does not exist any more',
    connector: FILED,
    disk: [inFile(NEW)],
    served: [serves(A)],
    events: ['1406(Edge; A; D; 7200)'],
  },
  {
    title: 'nothing usable on disk, and the served one is expiring',
    disk: [],
    served: [serves(ENDING)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)', '1404(mail.contoso.com; C; 240)'],
  },
  {
    title: 'nothing usable on disk, and the served one has expired',
    disk: [],
    served: [serves(OLD)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)', '1403(mail.contoso.com; B)'],
  },
  {
    title: 'the store cannot be read, and the served one is expiring',
    disk: [ENDING],
    served: [serves(ENDING)],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)', '1404(mail.contoso.com; C; 240)'],
  },
  {
    title: 'not yet valid on disk and served',
    disk: [EARLY],
    served: [serves(EARLY)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)', '1303(mail.contoso.com; G)'],
  },
  {
    title: 'not yet valid as it is served, and the store cannot be read',
    disk: [],
    served: [serves(EARLY)],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)', '1303(mail.contoso.com; G)'],
  },
  {
    title: 'not yet valid as it is served, and another one on disk',
    disk: [NEW],
    served: [serves(EARLY)],
    events: ['1406(Edge; G; D; 7200)'],
  },
  {
    title: 'the store cannot be read, and the served one is not its last known one',
    disk: [NEW],
    served: [serves(A)],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)'],
  },
];

const STARTTLS: readonly Row[] = [
  { title: 'not offered', disk: [A], served: [NOT_OFFERED], events: ['1401(Edge; smtp://192.0.2.25:25)'] },
  { title: 'refused', disk: [A], served: [REFUSED], events: ['1401(Edge; smtp://192.0.2.25:25)'] },
  {
    title: 'not offered by one of two',
    disk: [A],
    served: [serves(A), NOT_OFFERED],
    events: ['1401(Edge; smtp://192.0.2.25:25)'],
  },
  {
    title: 'not offered, and nothing usable on disk',
    disk: [],
    served: [NOT_OFFERED],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
  },
  {
    title: 'not offered, and only an expired one in the store',
    disk: [OLD],
    served: [NOT_OFFERED],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
    events2019: ['12016(mail.contoso.com; B)'],
  },
  {
    title: 'not offered, and an expired one in the file, which is not the cause',
    connector: FILED,
    disk: [inFile(OLD)],
    served: [NOT_OFFERED],
    events: ['12016(mail.contoso.com; B)', '1401(Edge; smtp://192.0.2.25:25)'],
  },
  {
    title: 'not offered, and one in the file with another name, which is not the cause',
    connector: FILED,
    disk: [inFile(OTHER)],
    served: [NOT_OFFERED],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)', '1401(Edge; smtp://192.0.2.25:25)'],
  },
  {
    title: 'not offered, and nothing in the file, which is the cause',
    connector: FILED,
    disk: [],
    served: [NOT_OFFERED],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
  },
  {
    title: 'not offered by the remote server, and no certificate of our own',
    connector: SEND,
    disk: [],
    served: [NOT_OFFERED],
    events: [
      '12014(mail01.contoso.com; To Fabrikam; mail01.contoso.com)',
      '1401(To Fabrikam; smtp://mx.fabrikam.com:25)',
    ],
  },
];

const MAX_LISTED: readonly Row[] = [
  {
    title: 'another name served, and only that one usable on disk',
    disk: [OTHER],
    served: [serves(OTHER)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
  },
  {
    title: 'another name in the file, and served',
    connector: FILED,
    disk: [inFile(OTHER)],
    served: [serves(OTHER)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
  },
  {
    title: 'another name served than on disk, where it is right',
    disk: [NEW],
    served: [serves(OTHER)],
    events: ['1406(Edge; E; D; 7200)'],
  },
  {
    title: 'the name only in the common name, on disk and served',
    disk: [CN_ONLY],
    served: [serves(CN_ONLY)],
    events: ['1307(mail.contoso.com; F)'],
  },
  {
    title: 'chosen by subject and issuer, without the name of the connector',
    connector: { ...EDGE, tlsCertificateName: '<I>CN=Contoso CA<S>CN=mx.contoso.com' },
    disk: [OTHER],
    served: [serves(OTHER)],
    events: ['1405(mail.contoso.com; E)'],
  },
  {
    title: 'another name served, and the store cannot be read',
    disk: [],
    served: [serves(OTHER)],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)', '1405(mail.contoso.com; E)'],
  },
  {
    title: 'not the discovered name of the server',
    connector: { ...FILED, fqdnOrigin: 'discovered' },
    disk: [inFile(OTHER)],
    served: [serves(OTHER)],
    events: ['1310(mail.contoso.com; E)'],
  },
  {
    title: 'not the configured name of the probe',
    connector: { ...FILED, fqdnOrigin: 'discovered', probe: target({ serverName: 'imap.contoso.com' }) },
    disk: [inFile(A)],
    served: [serves(A)],
    events: ['1405(imap.contoso.com; A)'],
  },
  {
    title: 'no name is required',
    connector: { ...EDGE, probe: target({ serverName: undefined }) },
    disk: [],
    served: [serves(OTHER)],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)'],
  },
];

const CHAINS: readonly Row[] = [
  {
    title: 'self-signed, on a Receive connector',
    disk: [],
    served: [serves(OWN)],
    connector: connector('Default', undefined, { probe: target({ serverName: 'mail01.contoso.com' }) }),
    world: { certificates: [OWN] },
    events: [],
  },
  {
    title: 'self-signed, on a Receive connector with configured trust',
    disk: [OWN],
    served: [serves(OWN)],
    connector: connector('Default', undefined, {
      probe: target({ serverName: 'mail01.contoso.com' }),
      trust: [{ kind: 'enterprise', path: '/etc/ca.pem' }],
    }),
    events: ['1407(mail01.contoso.com; S; self-signed)'],
  },
  {
    title: 'untrusted, on a Receive connector: its clients decide about trust',
    disk: [A],
    served: [serves(A, { chain: UNTRUSTED })],
    events: [],
  },
  {
    title: 'not for servers, and the file of the connector says so',
    connector: FILED,
    disk: [inFile(CLIENT)],
    served: [serves(CLIENT)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
  },
  {
    title: 'not for servers, also the one in the stores',
    disk: [CLIENT],
    served: [serves(CLIENT)],
    events: ['12014(mail.contoso.com; Edge; mail.contoso.com)'],
  },
  {
    title: 'not for servers, and the one on disk is unknown',
    disk: [],
    served: [serves(CLIENT)],
    world: { unavailable: ['My'] },
    events: [
      '1100(My; /stores/My; permission_denied)',
      '1407(mail.contoso.com; H; the certificate is not for TLS servers (OpenSSL: unsuitable certificate purpose))',
    ],
  },
  {
    title: 'incomplete as it is served, complete on disk',
    disk: [A],
    served: [serves(A, { chain: INCOMPLETE })],
    events: [
      `1407(mail.contoso.com; A; ${INCOMPLETE.status === 'untrusted' ? failureText(INCOMPLETE.failure, 'en') : ''})`,
    ],
  },
  {
    title: 'incomplete as it is served, and its issuer is not on disk either',
    disk: [A],
    served: [serves(A, { chain: INCOMPLETE })],
    world: { untrusted: [A] },
    events: ['1305(mail.contoso.com; A; )'],
  },
  {
    title: 'incomplete and expired',
    disk: [],
    served: [serves(OLD, { chain: INCOMPLETE })],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)', '1403(mail.contoso.com; B)'],
  },
  {
    title: 'of an expired issuer that is on disk with it and is sent with it',
    connector: { ...FILED, trust: [{ kind: 'system' }] },
    disk: [inFile(A)],
    served: [serves(A, { chain: { status: 'trusted', anchor: 'system', holdsUntil: NOON - HOUR, endsWith: 'CN=CA' } })],
    world: {
      verdicts: new Map([
        [
          A.certificate.thumbprint,
          {
            status: 'trusted',
            anchor: 'system',
            intermediates: [{ thumbprint: 'CA', subject: 'CN=CA', notAfter: NOON - HOUR }],
            holdsUntil: NOON - HOUR,
            endsWith: 'CN=CA',
          },
        ],
      ]),
    },
    events: ['1302(mail.contoso.com; A; CA; CN=CA)'],
  },
];

const peer = (more: Partial<Parameters<typeof stored>[1]>): StoredCertificate =>
  stored('P', { dnsNames: ['mx.fabrikam.com'], ...more });
const PEERS: readonly Row[] = [
  { title: 'of another side, all well', connector: SEND, disk: [OWN], served: [serves(PEER)], events: [] },
  {
    title: 'of a remote server, expired',
    connector: SEND,
    disk: [OWN],
    served: [serves(peer(EXPIRED))],
    events: ['12020(CN=mx.fabrikam.com)'],
  },
  {
    title: 'of a remote server, expired, untrusted, and of another name',
    connector: SEND,
    disk: [OWN],
    served: [serves(stored('P', { dnsNames: ['mx.fabrikam.com'], ...EXPIRED }), { chain: UNTRUSTED })],
    events: ['12020(CN=mx.fabrikam.com)'],
  },
  {
    title: 'of another server of the organization, expired',
    connector: { ...SEND, isInternal: true },
    disk: [OWN],
    served: [serves(peer({ ...EXPIRED, subject: '' }))],
    events: ['12019(mx.fabrikam.com)'],
  },
  {
    title: 'of a remote server, not yet valid',
    connector: SEND,
    disk: [OWN],
    served: [serves(peer({ notBefore: NOON + 1 }))],
    events: ['1303(mx.fabrikam.com; P)'],
  },
  {
    title: 'of a remote server, expiring',
    connector: SEND,
    disk: [OWN],
    served: [serves(peer(SOON))],
    events: ['1404(mx.fabrikam.com; P; 240)'],
  },
  {
    title: 'of a remote server, self-signed',
    connector: SEND,
    disk: [OWN],
    served: [serves(peer({ selfSigned: true }))],
    events: ['1407(mx.fabrikam.com; P; self-signed)'],
  },
  {
    title: 'of a remote server, not for servers: with any trust',
    connector: SEND,
    disk: [OWN],
    served: [serves(peer({ extendedKeyUsage: ['clientAuth'] }), { chain: UNTRUSTED })],
    events: [
      '1407(mx.fabrikam.com; P; the certificate is not for TLS servers (OpenSSL: unsuitable certificate purpose))',
    ],
  },
  {
    title: 'of a remote server, with another name in its common name too',
    connector: SEND,
    disk: [OWN],
    served: [serves(stored('P', { commonName: 'mx.fabrikam.com' }))],
    events: ['1405(mx.fabrikam.com; P)'],
  },
];

const ADDRESSES: readonly Row[] = [
  {
    title: 'one of two addresses serves the old one',
    disk: [NEW, A],
    served: [serves(NEW), serves(A)],
    events: ['1406(Edge; A; D; 7200)'],
  },
  {
    title: 'one of two addresses serves the old one within the grace time',
    disk: [FRESH, A],
    served: [serves(FRESH), serves(A)],
    events: [],
  },
  {
    title: 'two addresses serve the two certificates of the server',
    connector: { ...EDGE, certificateFiles: [FILE, '/etc/ssl/rsa.pem'] },
    disk: [inFile(A), stored('R', { ...NAMES, file: '/etc/ssl/rsa.pem', publicKeyAlgorithm: 'RSA' })],
    served: [serves(A), serves(stored('R', { ...ofFile, publicKeyAlgorithm: 'RSA' }))],
    events: [],
  },
  {
    title: 'two addresses serve two certificates, and the one on disk is unknown',
    disk: [],
    served: [serves(A), serves(NEW)],
    world: { unavailable: ['My'] },
    events: ['1100(My; /stores/My; permission_denied)', '1408(Edge; smtp://192.0.2.25:25)'],
  },
  {
    title: 'two addresses of a remote server serve two certificates',
    connector: SEND,
    disk: [OWN],
    served: [serves(PEER), serves(stored('Q', { dnsNames: ['mx.fabrikam.com'] }))],
    events: ['1408(To Fabrikam; smtp://mx.fabrikam.com:25)'],
  },
  {
    title: 'two addresses support only TLS 1.1 or older',
    disk: [A],
    served: [serves(A, { protocol: 'TLSv1.1' }), serves(A, { protocol: 'TLSv1.1' })],
    events: ['1409(Edge; smtp://192.0.2.25:25; TLSv1.1)'],
  },
];

function worldOf({ connector: one = EDGE, disk, served, world }: Row, profile: Profile): World {
  return {
    ...CALM,
    profile,
    certificates: disk,
    connectors: [one],
    internal: { source: 'none' },
    endpoints: new Map([[one.name, probeResult(NOON, ...served)]]),
    ...world,
  };
}

/** Returns the events of one scan, except those about the other certificates in the stores. */
function eventsOf(row: Row, profile: Profile): readonly string[] {
  const records = new Life().pass(worldOf(row, profile));
  return records
    .filter(({ eventId }) => ![1300, 1301].includes(eventId))
    .map(notation)
    .toSorted();
}

/** Returns the records of a scan that can read no store and no file, and of the next scan. */
function whileUnreadable(row: Row, profile: Profile, isRestarted: boolean): readonly string[] {
  const first = new Life();
  const world = worldOf(row, profile);
  first.pass(world);
  const life = isRestarted ? first.restarted() : first;
  const unavailable = [
    'My',
    ...world.connectors.flatMap(({ certificateFiles = [] }) => certificateFiles.map((path) => fileStoreName(path))),
  ];
  return [...life.pass({ ...world, unavailable }), ...life.pass(world)]
    .filter(({ eventId, parameters: [cleared] }) => ![1100, 1300, 1301].includes(eventId) && cleared !== '1100')
    .map(notation);
}

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'the served certificate and the one on disk': ON_DISK,
  'a server without TLS': STARTTLS,
  'the certificate served for a name': MAX_LISTED,
  'a served chain': CHAINS,
  'a served certificate': PEERS,
  'a connector with several addresses': ADDRESSES,
};

describe.each(Object.entries(TABLES))('one problem is one event: %s', (_, rows) => {
  test.each(rows)('$title', (row) => {
    expect(eventsOf(row, 'exchange-2007')).toEqual(row.events.toSorted());
    expect(eventsOf(row, 'exchange-2019')).toEqual((row.events2019 ?? row.events).toSorted());
  });
});

describe.each(Object.entries(TABLES))('one problem stays one event while files are unreadable: %s', (_, rows) => {
  test.each(rows.filter(({ events }) => events.length > 0))('$title', (row) => {
    for (const profile of ['exchange-2007', 'exchange-2019'] as const) {
      expect(whileUnreadable(row, profile, false)).toEqual([]);
      expect(whileUnreadable(row, profile, true)).toEqual([]);
    }
  });
});
