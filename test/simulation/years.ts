import fc from 'fast-check';
import type { StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import { fileStoreName } from '../../src/domain/connector/certificate-file.ts';
import type { Connector } from '../../src/domain/connector/connector.ts';
import type { EventLevel } from '../../src/domain/event/event-definition.ts';
import { CONNECTORS, STORES } from '../domain/histories.ts';
import { CALM, connector, type World } from '../domain/world.ts';
import { FILE, type Renewal, SLOTS } from './slots.ts';
import { SOON } from './watch.ts';

/** An event on a host, this many hours after the previous one. */
export interface Happening {
  readonly afterHours: number;
  readonly restart?: boolean;
  /** The change of the clock, hours. */
  readonly clockStepHours?: number;
  /** Events whose rule throws from now on. */
  readonly failing?: readonly number[];
  readonly levels?: readonly (readonly [number, EventLevel])[];
  readonly renewal?: Renewal;
  /** The slot whose files are all removed. */
  readonly emptied?: number;
  /** The slot whose newest file becomes empty. */
  readonly spoilt?: number;
  /** The slot whose newest certificate is recorded as the internal transport certificate. */
  readonly recorded?: number;
  /** The certificate whose file becomes unreadable; undefined: none. */
  readonly hidden?: number | undefined;
  readonly world?: Partial<World>;
}

const renewal = fc.record({
  slot: fc.nat(SLOTS.length - 1),
  isAdditional: fc.boolean(),
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
  isDenied: fc.constantFrom(false, false, false, true),
  isInPlace: fc.boolean(),
  isLess: fc.constantFrom(false, false, false, true),
  isOtherHouse: fc.constantFrom(false, false, false, true),
  chain: fc.constantFrom<NonNullable<Renewal['chain']>[]>('trusted', 'trusted', 'trusted', 'unknown', 'brief', 'sent'),
});

/** The certificate of the second slot, which a connector can name in place of its FQDN. */
const BY_NAME = connector('By name', 'mail01.contoso.com', {
  tlsCertificateName: '<I>CN=Contoso CA<S>CN=mail.contoso.com',
});
/**
 * Servers that name a file: one with a configured name, one without, and one that reads keys with
 * another account.
 */
export const SERVERS: readonly Connector[] = [
  connector('smtpd', 'mail.contoso.com', { certificateFiles: [FILE] }),
  connector('relay', 'mx.contoso.com', { fqdnOrigin: 'discovered', certificateFiles: [FILE] }),
  connector('exim', 'relay.contoso.com', { certificateFiles: [FILE], keyLoadedBy: 'mail' }),
];
/** A connector that uses the stores, and reads keys with another account than root. */
export const AS_MAIL: Connector = connector('As mail', 'mail.contoso.com', { keyLoadedBy: 'mail' });
/** The stores, of which one is renewed automatically. */
const AUTOMATED = STORES.map((each) => (each.name === 'Second' ? { ...each, autoRenewed: true } : each));

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
    fc.subarray(['My', 'Second', 'Archive', fileStoreName(FILE)]).map((unavailable) => ({ world: { unavailable } })),
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
    fc.boolean().map((isInventoryUnavailable) => ({ world: { isInventoryUnavailable } })),
  ),
  of(3, fc.constant({ world: { unavailable: [], isInventoryUnavailable: false }, hidden: undefined, failing: [] })),
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

/** The events of a year, in order: some within hours, some after weeks without a change. */
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
