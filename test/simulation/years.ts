import fc from 'fast-check';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
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
  /** Of all certificates, the one whose file is hidden; undefined: none is. */
  readonly hidden?: number | undefined;
  readonly world?: Partial<World>;
}

/** What is renewed on the host: names, and the store in which it stands. */
const SLOTS: readonly { readonly dnsNames: readonly string[]; readonly store: string }[] = [
  { dnsNames: ['mail01.contoso.com', 'MAIL01'], store: 'My' },
  { dnsNames: ['mail.contoso.com'], store: 'My' },
  { dnsNames: ['*.contoso.com'], store: 'Second' },
  { dnsNames: ['mail.contoso.com', 'partner.contoso.com'], store: 'Second' },
];

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
});

/** What a connector may name in place of its FQDN: the certificate of the second slot. */
const BY_NAME = connector('By name', 'mail01.contoso.com', {
  tlsCertificateName: '<I>CN=Contoso CA<S>CN=mail.contoso.com',
});
/** The same stores, of which a timer keeps one. */
const AUTOMATED = STORES.map((each) => (each.name === 'Second' ? { ...each, automated: true } : each));

const EXPIRED_EVENTS = [12014, 12015, 12016, 12017, 12018, 1100, 1200, 1203, 1204, 1303, 1304, 1306, 1307];

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
    fc.subarray(['My', 'Second', 'Archive']).map((blind) => ({ world: { blind } })),
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
      .subarray([...CONNECTORS, connector('New', 'mail01.contoso.com'), BY_NAME])
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
  const { dnsNames = [], store = 'My' } = SLOTS[slot] ?? {};
  // Edges lie on the half hour, and what happens on the hour: no pass meets one.
  const notBefore = Math.floor(now / HOUR) * HOUR + beginsInHours * HOUR + HOUR / 2;
  const notAfter = notBefore + lifeDays * DAY;
  const { isWeak, isBare, isExposed } = renewal;
  const made = stored(label, {
    ...{ store, selfSigned, services, key, notBefore, notAfter },
    ...(isBare ? { commonName: dnsNames[0] ?? '' } : { dnsNames }),
    ...(isWeak ? { publicKeyAlgorithm: 'RSA', publicKeySize: 1024 } : {}),
    ...(isExposed ? { access: { barriers: [], isExposed } } : {}),
  });
  const slotOf = ({ certificate }: StoredCertificate): boolean => certificate.thumbprint.charAt(0) === label.charAt(0);
  const [same, others] = [certificates.filter(slotOf), certificates.filter((each) => !slotOf(each))];
  return [...others, ...(isBeside ? same.slice(-2) : []), made];
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
    put([], { ...first, slot }, `${'ABCD'[slot]}0x`, NOON),
  );
  let world: World = { ...CALM, stores: STORES, connectors: CONNECTORS, expiresSoon: SOON, certificates };
  let failing: readonly number[] = [];
  let levels: ReadonlyMap<number, EventLevel> = new Map();
  let now = NOON;
  return happenings.map((happening, index): Stretch => {
    const { renewal, emptied, clockStepHours = 0, restart = false } = happening;
    now += clockStepHours * HOUR;
    const label = `${'ABCD'[renewal?.slot ?? 0]}${index + 1}x`;
    if (renewal !== undefined) certificates = put(certificates, renewal, label, now);
    if (emptied !== undefined) {
      certificates = certificates.filter(({ certificate }) => certificate.thumbprint.charAt(0) !== 'ABCD'[emptied]);
    }
    const hide = happening.hidden === undefined ? undefined : certificates[happening.hidden];
    const hidden = hide === undefined ? [] : [{ store: hide.store, path: hide.location.path }];
    failing = happening.failing ?? failing;
    levels = happening.levels === undefined ? levels : new Map(happening.levels);
    world = {
      ...world,
      ...happening.world,
      certificates,
      ...('hidden' in happening ? { hidden } : {}),
      clockStepMs: clockStepHours * HOUR,
      now,
    };
    const begun = { world, restart, failing, levels };
    now += (happenings[index + 1]?.afterHours ?? 24) * HOUR;
    return { ...begun, end: now };
  });
}
