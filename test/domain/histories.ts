import fc from 'fast-check';
import type { KeyUsage, StoredCertificate } from '../../src/domain/certificate/certificate.ts';
import type { Connector, StoreDefinition } from '../../src/domain/connector/connector.ts';
import { DAY, HOUR, type Instant } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';
import { type Answer, answer, Prober } from './prober.ts';
import { target } from './serving.ts';
import { CALM, connector, NOON, store, stored, type World } from './world.ts';

/** The changes from one scan to the next. What is left out stays the same. */
export interface Step {
  readonly afterHours: number;
  readonly restart: boolean;
  readonly world: Partial<World>;
  /** The indexes in `certificates` of those that the stores contain; undefined: as before. */
  readonly remaining: readonly number[] | undefined;
  /** Events whose rule throws. */
  readonly failing: readonly number[];
  /** By connector: what its probe finds. Other connectors are not probed. */
  readonly answers: Readonly<Record<string, Answer>>;
}

/** A world and its changes, scan by scan. */
export interface History {
  /**
   * Certificates with different thumbprints. Only the last certificate is the same as the first, in
   * another store.
   */
  readonly certificates: readonly StoredCertificate[];
  readonly steps: readonly Step[];
}

const FAILABLE: readonly number[] = [12014, 12015, 12016, 12017, 12018, 1100, 1101, 1102, 1307, 1400, 1401, 1403, 1406];

/**
 * Returns instants at half past an hour, so that no scan, on the hour, is exactly at a boundary.
 */
const halfHours = (from: number, to: number): fc.Arbitrary<Instant> =>
  fc.integer({ min: from, max: to }).map((hours) => NOON + hours * HOUR + HOUR / 2);

const nameSets: readonly (readonly string[])[] = [
  ['mail.contoso.com'],
  ['mail01.contoso.com', 'MAIL01'],
  ['*.contoso.com'],
  ['mail.contoso.com', 'mail01.contoso.com'],
  ['autodiscover.contoso.com'],
  [],
];

const rarely = <T>(usual: T, other: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, fc.constant(other));

const certificate = (label: string): fc.Arbitrary<StoredCertificate> =>
  fc
    .record({
      dnsNames: fc.constantFrom(...nameSets),
      commonName: fc.constantFrom('mail.contoso.com', 'MAIL01'),
      notBefore: fc.oneof({ weight: 5, arbitrary: fc.constant(NOON - 90 * DAY) }, halfHours(-100, 100)),
      notAfter: halfHours(-60, 900),
      selfSigned: fc.boolean(),
      services: fc.constantFrom<('SMTP' | 'IMAP')[][]>(['SMTP'], ['SMTP'], ['SMTP'], ['IMAP']),
      key: fc.constantFrom<StoredCertificate['key']['kind'][]>(
        'matches',
        'matches',
        'matches',
        'unreadable',
        'missing',
        'differs',
      ),
      version: fc.constantFrom(3, 3, 3, 3, 1),
      extendedKeyUsage: rarely<readonly string[]>(['serverAuth'], ['clientAuth']),
      keyUsage: rarely<readonly KeyUsage[]>(['digitalSignature'], ['keyCertSign']),
      store: fc.constantFrom('My', 'My', 'Second', 'Archive'),
    })
    .map((described) => stored(label, described));

/** Six certificates with different thumbprints, and the first of them again in another store. */
export const certificates: fc.Arbitrary<readonly StoredCertificate[]> = fc
  .tuple(...['A', 'B', 'C', 'D', 'E', 'F'].map(certificate))
  .map((all) => [...all, ...all.slice(0, 1).map((first) => ({ ...first, store: 'Second' }))]);

export const STORES: readonly StoreDefinition[] = [store('My'), store('Second'), store('Archive', { personal: false })];
export const CONNECTORS: readonly Connector[] = [
  connector('Default MAIL01'),
  connector('Internet MAIL01', 'mail.contoso.com'),
  connector('To Internet', 'mail.contoso.com', { direction: 'send' }),
  connector('Partner', 'partner.contoso.com'),
  connector('Plain', 'mail.contoso.com', { starttls: false }),
];

const often = <T>(usual: T, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(usual) }, arbitrary);

/** The probe settings of connectors. No certificate matches the host of `To Internet`. */
const PROBES: Readonly<Record<string, Connector['probe']>> = {
  'Internet MAIL01': target({ host: 'mail.contoso.com' }),
  'To Internet': target({ host: 'mx.fabrikam.com', serverName: 'mx.fabrikam.com' }),
  Partner: target({ host: 'partner.contoso.com', serverName: 'partner.contoso.com' }),
};

/** Returns all connectors, with a probe for those with the given names. */
function probed(names: readonly string[]): readonly Connector[] {
  return CONNECTORS.map((each) => {
    const probe = names.includes(each.name) ? PROBES[each.name] : undefined;
    return probe === undefined ? each : { ...each, probe, grace: 10 * HOUR };
  });
}

const connectors: fc.Arbitrary<readonly Connector[]> = fc
  .tuple(
    often(Object.keys(PROBES), fc.subarray(Object.keys(PROBES))),
    fc.subarray(CONNECTORS.map(({ name }) => name)),
    fc.boolean(),
  )
  .map(([names, kept, isInternal]) =>
    probed(names).flatMap((each) => (kept.includes(each.name) ? [{ ...each, isInternal }] : [])),
  );

/** Files that can be hidden; the last one is always empty. */
const HIDEABLE: World['hidden'] = [
  { store: 'My', path: '/store/A.pem' },
  { store: 'My', path: '/store/B.pem' },
  { store: 'Second', path: '/store/C.pem' },
  { store: 'Archive', path: '/store/D.pem' },
  { store: 'My', path: '/store/empty.pem' },
];

const problem = fc.record({
  store: fc.constantFrom('My', 'Archive'),
  problem: fc.record({
    reason: fc.constantFrom('der_truncated', 'format_not_read'),
    location: fc.constantFrom('/stores/a.pem', '/stores/b.p12'),
    failure: fc.constant(said()),
  }),
});

const storeNames = (): fc.Arbitrary<readonly string[]> => fc.subarray(STORES.map(({ name }) => name));

const world: fc.Arbitrary<Partial<World>> = fc.record(
  {
    profile: fc.constantFrom('exchange-2007', 'exchange-2019'),
    connectors,
    stores: often(STORES, fc.subarray([...STORES], { minLength: 1 })),
    internal: fc.constantFrom<World['internal'][]>(
      { source: 'automatic' },
      { source: 'none' },
      { source: 'recorded', thumbprint: 'A'.padEnd(40, '0') },
      { source: 'configured', thumbprint: 'B'.padEnd(40, '0') },
    ),
    unavailable: often<readonly string[]>([], storeNames()),
    globs: fc.constantFrom<(readonly string[])[]>([], ['My']),
    hidden: often<World['hidden']>([], fc.subarray([...HIDEABLE], { maxLength: 2 })),
    unscanned: often<readonly string[]>([], storeNames()),
    isInventoryUnavailable: often(false, fc.boolean()),
    problems: fc.array(problem, { maxLength: 2 }),
    clockStepMs: often(0, fc.constantFrom(-HOUR, 30 * HOUR)),
    service: fc.constantFrom<World['service'][]>(
      {},
      {},
      { missedScans: 2 },
      { previousScanFailure: { reason: 'scan_failed', location: 'scan', failure: said('no space left') } },
      {
        rejectedConfiguration: {
          reason: 'configuration_invalid',
          location: '/etc/mailcertd.yaml',
          failure: said(),
          rejections: 1,
        },
      },
    ),
  },
  { requiredKeys: [] },
);

const step: fc.Arbitrary<Step> = fc.record({
  afterHours: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constantFrom(-5, 100, 400)),
  restart: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
  world,
  remaining: fc.option(often<readonly number[]>([0, 1, 2, 3, 4, 5], fc.subarray([0, 1, 2, 3, 4, 5, 6])), {
    nil: undefined,
  }),
  failing: often<readonly number[]>([], fc.subarray([...FAILABLE], { maxLength: 3 })),
  answers: fc.record({ 'Internet MAIL01': answer, 'To Internet': answer, Partner: answer }),
});

/** The history of a daemon: a world, and its changes scan by scan. Clocks can go back. */
export const histories: fc.Arbitrary<History> = fc.record({
  certificates,
  steps: fc.array(step, { minLength: 2, maxLength: 14 }),
});

/** Returns the worlds of a history, each with the instant of its scan. All instants differ. */
export function worldsOf({ certificates, steps }: History): readonly { readonly step: Step; readonly world: World }[] {
  let now = NOON;
  let before: World = { ...CALM, stores: STORES, connectors: probed(Object.keys(PROBES)) };
  const prober = new Prober();
  return steps.map((step, index) => {
    now += step.afterHours * HOUR;
    const remaining = certificates.filter((_, place) => step.remaining?.includes(place));
    before = {
      ...before,
      clockStepMs: 0,
      ...step.world,
      certificates: step.remaining === undefined ? before.certificates : remaining,
      now: now + index,
      endpoints: prober.scan(step.answers, certificates, now + index),
    };
    return { step, world: before };
  });
}
