import fc from 'fast-check';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { ChainVerdict } from '../../src/domain/certificate/chain-verdict.ts';
import { fileStoreName, isFileStore } from '../../src/domain/connector/certificate-file.ts';
import type { Connector } from '../../src/domain/connector/connector.ts';
import type { EventLevel } from '../../src/domain/event/event-definition.ts';
import { DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import { CONNECTORS, STORES } from '../domain/histories.ts';
import { CALM, connector, NOON, stored, type World } from '../domain/world.ts';
import { SOON } from './watch.ts';

/** A certificate that is put into a slot: over what stands there, or beside it. */
interface Renewal {
  readonly slot: number;
  readonly isBeside: boolean;
  readonly lifeDays: number;
  readonly beginsInHours: number;
  readonly selfSigned: boolean;
  readonly services: readonly ('SMTP' | 'IMAP')[];
  readonly key: StoredCertificate['key']['kind'];
  readonly isWeak?: boolean;
  /** Its names stand in the common name alone: the first of them. */
  readonly isBare?: boolean;
  readonly isExposed?: boolean;
  /** An account that loads keys of a connector cannot read it. */
  readonly isBarred?: boolean;
  /** Written over the file of the one before. */
  readonly isInPlace?: boolean;
  /** Without the last of its names. */
  readonly isLess?: boolean;
  readonly isOtherHouse?: boolean;
  /** brief: the only issuer ends after days; sent: such a one goes out with it, and another way may hold. */
  readonly chain?: 'trusted' | 'unknown' | 'brief' | 'sent';
}

/** One thing that happens on a host, so many hours after the one before. */
export interface Happening {
  readonly afterHours: number;
  readonly restart?: boolean;
  /** The clock is set by so many hours. */
  readonly clockStepHours?: number;
  /** Events whose rule throws from now on. */
  readonly failing?: readonly number[];
  readonly levels?: readonly (readonly [number, EventLevel])[];
  readonly renewal?: Renewal;
  /** Of a slot, everything is taken away. */
  readonly emptied?: number;
  /** Of a slot, the file of the newest holds nothing any more. */
  readonly spoilt?: number;
  /** Of a slot, the newest is recorded as the internal transport certificate. */
  readonly recorded?: number;
  /** Of all certificates, the one whose file is hidden; undefined: none is. */
  readonly hidden?: number | undefined;
  readonly world?: Partial<World>;
}

/** The file that servers name. */
const FILE = '/etc/ssl/mail.pem';

/** What is renewed on the host: names, and the store in which it stands. */
const SLOTS: readonly { readonly dnsNames: readonly string[]; readonly store: string }[] = [
  { dnsNames: ['mail01.contoso.com', 'MAIL01'], store: 'My' },
  { dnsNames: ['mail.contoso.com'], store: 'My' },
  { dnsNames: ['*.contoso.com'], store: 'Second' },
  { dnsNames: ['mail.contoso.com', 'partner.contoso.com'], store: 'Second' },
  { dnsNames: ['mail.contoso.com', 'relay.contoso.com'], store: fileStoreName(FILE) },
];
/** What thumbprints of a slot begin with. */
const LETTERS = 'ABCDE';

const renewal = fc.record({
  slot: fc.nat(SLOTS.length - 1),
  isBeside: fc.boolean(),
  lifeDays: fc.constantFrom(6, 47, 47, 90, 90, 200),
  beginsInHours: fc.constantFrom(-1, -1, -1, -1, 48),
  selfSigned: fc.constantFrom(false, false, true),
  services: fc.constantFrom<('SMTP' | 'IMAP')[][]>(['SMTP'], ['SMTP'], ['SMTP'], ['IMAP']),
  key: fc.constantFrom<StoredCertificate['key']['kind'][]>(
    ...(['matches', 'matches', 'matches', 'matches', 'unreadable', 'missing', 'differs'] as const),
  ),
  isWeak: fc.constantFrom(false, false, false, true),
  isBare: fc.constantFrom(false, false, false, true),
  isExposed: fc.constantFrom(false, false, false, true),
  isBarred: fc.constantFrom(false, false, false, true),
  isInPlace: fc.boolean(),
  isLess: fc.constantFrom(false, false, false, true),
  isOtherHouse: fc.constantFrom(false, false, false, true),
  chain: fc.constantFrom<NonNullable<Renewal['chain']>[]>('trusted', 'trusted', 'trusted', 'unknown', 'brief', 'sent'),
});

/** What a connector may name in place of its FQDN: the certificate of the second slot. */
const BY_NAME = connector('By name', 'mail01.contoso.com', {
  tlsCertificateName: '<I>CN=Contoso CA<S>CN=mail.contoso.com',
});
/** Servers that name a file: one by its own name, one whose name nobody set, and one that opens keys as another account. */
const SERVERS: readonly Connector[] = [
  connector('smtpd', 'mail.contoso.com', { certificateFiles: [FILE] }),
  connector('relay', 'mx.contoso.com', { fqdnOrigin: 'discovered', certificateFiles: [FILE] }),
  connector('exim', 'relay.contoso.com', { certificateFiles: [FILE], keyLoadedBy: 'mail' }),
];
/** It looks in the stores, and opens keys as another account than root. */
const AS_MAIL = connector('As mail', 'mail.contoso.com', { keyLoadedBy: 'mail' });
/** The same stores, of which a timer keeps one. */
const AUTOMATED = STORES.map((each) => (each.name === 'Second' ? { ...each, automated: true } : each));

const EXPIRED_EVENTS = [
  ...[12014, 12015, 12016, 12017, 12018, 12022, 1100, 1200, 1202, 1203, 1204],
  ...[1302, 1303, 1304, 1305, 1306, 1307, 1309, 1310],
];

type Happened = Omit<Happening, 'afterHours'>;
const of = (weight: number, arbitrary: fc.Arbitrary<Happened>): fc.WeightedArbitrary<Happened> => ({
  weight,
  arbitrary,
});

const happened: fc.Arbitrary<Happened> = fc.oneof(
  of(
    12,
    renewal.map((each) => ({ renewal: each })),
  ),
  of(
    1,
    fc.nat(SLOTS.length - 1).map((emptied) => ({ emptied })),
  ),
  of(
    3,
    fc.subarray(['My', 'Second', 'Archive', fileStoreName(FILE)]).map((blind) => ({ world: { blind } })),
  ),
  of(
    2,
    fc.constantFrom(0, 0, 0, 1, 2).map((recorded) => ({ recorded })),
  ),
  of(
    2,
    fc.constantFrom(0, 0, 0, 1, 2, 4).map((spoilt) => ({ spoilt })),
  ),
  of(
    2,
    fc.option(fc.nat(7), { nil: undefined }).map((hidden) => ({ hidden })),
  ),
  of(
    1,
    fc.boolean().map((inventoryBlind) => ({ world: { inventoryBlind } })),
  ),
  of(3, fc.constant({ world: { blind: [], inventoryBlind: false }, hidden: undefined, failing: [] })),
  of(
    3,
    fc
      .subarray([...CONNECTORS, ...SERVERS, connector('New', 'mail01.contoso.com'), BY_NAME, AS_MAIL])
      .map((connectors) => ({ world: { connectors } })),
  ),
  of(
    1,
    fc
      .constantFrom(STORES, AUTOMATED)
      .chain((stores) => fc.subarray([...stores], { minLength: 1 }))
      .map((stores) => ({ world: { stores } })),
  ),
  of(
    2,
    fc.constantFrom<World['profile'][]>('exchange-2007', 'exchange-2019').map((profile) => ({ world: { profile } })),
  ),
  of(
    1,
    fc
      .constantFrom<World['internal'][]>(
        { source: 'automatic' },
        { source: 'none' },
        { source: 'recorded', thumbprint: 'A0x'.padEnd(40, '0') },
      )
      .map((internal) => ({ world: { internal } })),
  ),
  of(
    1,
    fc.constantFrom<World['expiresSoon'][]>(SOON, CALM.expiresSoon).map((expiresSoon) => ({ world: { expiresSoon } })),
  ),
  of(3, fc.constant({ restart: true })),
  of(
    2,
    fc.constantFrom(-240, -26, -1, 30, 700).map((clockStepHours) => ({ clockStepHours })),
  ),
  of(
    1,
    fc.subarray(EXPIRED_EVENTS, { maxLength: 2 }).map((failing) => ({ failing })),
  ),
  of(
    1,
    fc
      .constantFrom<(readonly (readonly [number, EventLevel])[])[]>([], [[12018, 'Error']], [[12016, 'Warning']])
      .map((levels) => ({ levels })),
  ),
);

const HOURS_A_YEAR = 365 * 24;

/** What happens in a year, in order: some of it within hours, some after weeks of calm. */
export const years: fc.Arbitrary<readonly Happening[]> = fc
  .array(
    fc
      .tuple(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 600 })), happened)
      .map(([afterHours, rest]): Happening => ({ afterHours, ...rest })),
    { minLength: 40, maxLength: 60, size: 'max' },
  )
  .map((all) => {
    let hours = 0;
    return all.filter(({ afterHours }) => {
      hours += afterHours;
      return hours <= HOURS_A_YEAR;
    });
  });

/** A stretch in which nothing happens but time: its world, what becomes of the daemon at its beginning, and its end. */
export interface Stretch {
  readonly world: World;
  readonly restart: boolean;
  readonly failing: readonly number[];
  readonly levels: ReadonlyMap<number, EventLevel>;
  readonly end: Instant;
}

function put(
  certificates: readonly StoredCertificate[],
  renewal: Renewal,
  label: string,
  now: Instant,
): readonly StoredCertificate[] {
  const { slot, isBeside, lifeDays, beginsInHours, selfSigned, services, key } = renewal;
  const { isWeak, isBare, isExposed = false, isBarred = false, isInPlace, isLess, isOtherHouse } = renewal;
  const { dnsNames: names = [], store = 'My' } = SLOTS[slot] ?? {};
  const dnsNames = isLess ? names.slice(0, -1) : names;
  // Edges lie on the half hour, and what happens on the hour: no pass meets one.
  const notBefore = Math.floor(now / HOUR) * HOUR + beginsInHours * HOUR + HOUR / 2;
  const notAfter = notBefore + lifeDays * DAY;
  const ofSlot = certificates.filter((each) => isOf(slot, each));
  const others = certificates.filter((each) => !isOf(slot, each));
  const isFile = isFileStore(store);
  const path = isInPlace ? ofSlot.at(-1)?.location.path : undefined;
  const barriers = isBarred ? [{ account: 'mail', kind: 'file' as const, path: `/store/${label}.key` }] : [];
  const made = stored(label, {
    ...{ selfSigned, services, key, notBefore, notAfter },
    ...(isFile ? { file: FILE } : { store, ...(path === undefined ? {} : { path }) }),
    ...(isOtherHouse && !selfSigned ? { issuer: 'CN=R9,O=Fabrikam' } : {}),
    ...(isBare ? { commonName: dnsNames[0] ?? '' } : { dnsNames }),
    ...(isWeak ? { publicKeyAlgorithm: 'RSA', publicKeySize: 1024 } : {}),
    ...(isExposed || isBarred ? { access: { barriers, isExposed } } : {}),
  });
  const beside = isBeside && !isFile ? ofSlot.slice(-2).filter(({ location }) => location.path !== path) : [];
  return [...others, ...beside, made];
}

function isOf(slot: number, { certificate }: StoredCertificate): boolean {
  return certificate.thumbprint.charAt(0) === LETTERS[slot];
}

/** What its chain is worth; edges on the half hour, as those of certificates. */
function verdictOn({ chain = 'trusted', lifeDays }: Renewal, { certificate }: StoredCertificate): ChainVerdict {
  const days = (count: number): Instant => certificate.notBefore + count * DAY;
  const issuer = { thumbprint: `Z${certificate.thumbprint.slice(1)}`, subject: 'CN=Contoso CA', notAfter: days(4) };
  const verdicts = {
    trusted: { status: 'trusted', anchor: 'system' },
    unknown: { status: 'untrusted', detail: 'the issuer CN=Contoso CA was not found' },
    brief: { status: 'trusted', anchor: 'system', holdsUntil: days(4), endsWith: 'CN=Contoso CA' },
    sent: { status: 'trusted', anchor: 'system', presented: [issuer], holdsUntil: days(lifeDays > 50 ? 20 : 4) },
  } as const satisfies Record<string, ChainVerdict>;
  return verdicts[chain];
}

/** The stretches of a year. The first begins with one certificate in each slot. */
export function stretchesOf(happenings: readonly Happening[]): readonly Stretch[] {
  const first: Renewal = {
    ...{
      slot: 0,
      isBeside: true,
      lifeDays: 90,
      beginsInHours: -1,
      selfSigned: false,
      services: ['SMTP'],
      key: 'matches',
    },
  };
  let certificates: readonly StoredCertificate[] = SLOTS.flatMap((_, slot) =>
    put([], { ...first, slot }, `${LETTERS[slot]}0x`, NOON),
  );
  let world: World = {
    ...CALM,
    stores: STORES,
    connectors: [...CONNECTORS, ...SERVERS, AS_MAIL],
    expiresSoon: SOON,
    certificates,
  };
  let vacant: World['vacant'] = [];
  let verdicts: World['verdicts'] = new Map();
  let failing: readonly number[] = [];
  let levels: ReadonlyMap<number, EventLevel> = new Map();
  let now = NOON;
  return happenings.map((happening, index): Stretch => {
    const { renewal, emptied, spoilt, recorded, clockStepHours = 0, restart = false } = happening;
    now += clockStepHours * HOUR;
    const label = `${LETTERS[renewal?.slot ?? 0]}${index + 1}x`;
    if (renewal !== undefined) {
      certificates = put(certificates, renewal, label, now);
      const made = certificates.at(-1);
      if (made !== undefined)
        verdicts = new Map([...verdicts, [made.certificate.thumbprint, verdictOn(renewal, made)]]);
    }
    if (emptied !== undefined) {
      certificates = certificates.filter((each) => !isOf(emptied, each));
    }
    const spoiled = spoilt === undefined ? undefined : certificates.findLast((each) => isOf(spoilt, each));
    if (spoiled !== undefined) {
      certificates = certificates.filter((each) => each !== spoiled);
      vacant = [...vacant, { store: spoiled.store, path: spoiled.location.path }];
    }
    vacant = vacant.filter(({ path }) => !certificates.some(({ location }) => location.path === path));
    const record = recorded === undefined ? undefined : certificates.findLast((each) => isOf(recorded, each));
    const hideable = certificates.filter(({ store }) => !isFileStore(store));
    const hide = happening.hidden === undefined ? undefined : hideable[happening.hidden];
    const hidden = hide === undefined ? [] : [{ store: hide.store, path: hide.location.path }];
    failing = happening.failing ?? failing;
    levels = happening.levels === undefined ? levels : new Map(happening.levels);
    world = {
      ...world,
      ...happening.world,
      certificates,
      vacant,
      verdicts,
      ...(record === undefined ? {} : { internal: { source: 'recorded', thumbprint: record.certificate.thumbprint } }),
      ...('hidden' in happening ? { hidden } : {}),
      clockStepMs: clockStepHours * HOUR,
      now,
    };
    const begun = { world, restart, failing, levels };
    now += (happenings[index + 1]?.afterHours ?? 24) * HOUR;
    return { ...begun, end: now };
  });
}
