import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connector } from '../../src/domain/connector/connector.ts';
import type { FactsByName } from '../../src/domain/event/data/facts-by-name.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import type { Endpoint, Served } from '../../src/domain/served/served.ts';
import { DAY, HOUR, SECOND } from '../../src/domain/time.ts';
import { said } from './failure/said.ts';
import { endpoint, NOT_OFFERED, REFUSED, seen, serves, silent, target } from './serving.ts';
import { CALM, connector, Life, NOON, stored, type World } from './world.ts';

const NAME = { dnsNames: ['mail.contoso.com'] };
const OWN = {
  ...stored('A', { ...NAME, notBefore: NOON - DAY, notAfter: NOON + 300 * DAY }),
  writtenAt: NOON - DAY,
};
const CERTIFICATES = [
  OWN,
  stored('B', { ...NAME, notBefore: NOON - 80 * DAY, notAfter: NOON + 200 * DAY }),
  stored('C', { ...NAME, notBefore: NOON - 80 * DAY, notAfter: NOON + 2 * DAY }),
  stored('E', { ...NAME, notBefore: NOON - 90 * DAY, notAfter: NOON - DAY }),
  stored('F', { ...NAME, notBefore: NOON + DAY, notAfter: NOON + 90 * DAY }),
  stored('D', { dnsNames: ['mail.fabrikam.com'], notAfter: NOON + 300 * DAY }),
];
const CONNECTORS: readonly Connector[] = [
  connector('Edge', 'mail.contoso.com', { probe: target() }),
  connector('Appliance', 'mail.contoso.com', { probe: target({ host: '192.0.2.26' }), selectCertificate: false }),
  connector('To Fabrikam', undefined, { direction: 'send', probe: target({ host: '192.0.2.27' }) }),
];
const UNREADABLE: Partial<World> = { unscanned: ['My'] };
const UNLISTED = { since: NOON - HOUR, answers: 4 };

const served: fc.Arbitrary<Served> = fc.oneof(
  fc.constantFrom(...CERTIFICATES).map((each) => serves(each)),
  fc.constantFrom(...CERTIFICATES).map((each) => serves(each, { protocol: 'TLSv1.1' })),
  fc.constantFrom(...CERTIFICATES).map((each) => serves(each, { chain: { status: 'untrusted', failure: said() } })),
  fc.constantFrom(NOT_OFFERED, REFUSED),
);
const conversation: fc.Arbitrary<Endpoint['conversation']> = fc.oneof(
  { arbitrary: served.map((value) => seen(NOON, value)), weight: 3 },
  {
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.option(served, { nil: undefined }))
      .map(([times, value]) => silent(NOON - HOUR, times, value && { at: NOON - 2 * HOUR, value })),
    weight: 1,
  },
);

/** The endpoints of each connector; name resolution no longer returns some of them. */
const endpoints: fc.Arbitrary<readonly (readonly (Endpoint & { readonly isUnlisted: boolean })[])[]> = fc.array(
  fc
    .array(fc.tuple(conversation, fc.boolean()), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(([each, isUnlisted], at) => ({ ...endpoint(each, `192.0.2.${at + 1}`), isUnlisted }))),
  { minLength: CONNECTORS.length, maxLength: CONNECTORS.length },
);

type Endpoints = readonly (readonly Endpoint[])[];

function world(of: Endpoints, more: Partial<World> = {}): World {
  const results = CONNECTORS.map(({ name }, at) => [name, seen(NOON, of[at] ?? [])] as const);
  return { ...CALM, connectors: CONNECTORS, certificates: [OWN], endpoints: new Map(results), ...more };
}

/** Returns the endpoints, with the unlisted addresses marked. */
const marked = (all: readonly (readonly (Endpoint & { readonly isUnlisted: boolean })[])[]): Endpoints =>
  all.map((own) => own.map(({ isUnlisted, ...each }) => (isUnlisted ? { ...each, unlisted: UNLISTED } : each)));

/** Returns the conditions that a first scan raises. */
function raisedIn(of: Endpoints): readonly string[] {
  const records = new Life().pass(world(of));
  return records.map(({ eventId, facts, parameters: [first] }) => `${eventId} ${facts.thumbprint ?? first}`);
}

it('addresses that name resolution no longer returns raise nothing', () => {
  fc.assert(
    fc.property(endpoints, (all) => {
      const listed = marked(all).map((own) => own.filter(({ unlisted }) => unlisted === undefined));
      expect(raisedIn(listed)).toEqual(expect.arrayContaining([...raisedIn(marked(all))]));
    }),
    { numRuns: 300 },
  );
});

it('nothing is raised or cleared if name resolution returns fewer of the addresses', () => {
  fc.assert(
    fc.property(endpoints, (all) => {
      const life = new Life();
      life.pass(world(all.map((own) => own.map(({ isUnlisted: _, ...each }) => each))));
      const records = life.pass(world(marked(all), { now: NOON + SECOND }));
      expect(records.map(({ eventId, change, parameters }) => [eventId, change, ...parameters])).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/**
 * Two answers of each address of each connector; some addresses are unlisted in the second scan.
 */
const scans = fc.array(
  fc.array(fc.record({ first: conversation, second: conversation, isUnlisted: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  { minLength: CONNECTORS.length, maxLength: CONNECTORS.length },
);

interface Reported {
  /** The records that are not about STARTTLS. */
  readonly served: readonly string[];
  /** The connectors without STARTTLS, with their addresses. Left out: those with 1401 before. */
  readonly withoutStarttls: readonly string[];
}

/**
 * Returns the facts of a record. Leaves out the connectors, addresses and certificates that its
 * condition has reported before, because it keeps those that are unlisted now.
 */
function newFacts(facts: FactsByName, known: FactsByName): unknown {
  const namesOf = ({ connectors = [], addresses = [], certificates = [] }: FactsByName): readonly string[] => [
    ...connectors,
    ...addresses.map(({ address }) => address),
    ...certificates.map(({ thumbprint }) => thumbprint),
  ];
  const lists: ReadonlySet<string> = new Set(['connectors', 'fqdns', 'probes', 'addresses', 'certificates', 'count']);
  const others = Object.entries(facts).filter(([key]) => !lists.has(key));
  const before = new Set(namesOf(known));
  return { ...Object.fromEntries(others), added: namesOf(facts).filter((name) => !before.has(name)) };
}

/** Returns the records of the second of two scans, except those of cleared conditions. */
function reportedThen(first: Endpoints, second: Endpoints, more: Partial<World>): Reported {
  const life = new Life();
  life.pass(world(first));
  const open = new Map(life.open.map((condition) => [condition.conditionId, condition.facts]));
  const partly = new Set(life.open.flatMap(({ eventId, subject }) => (eventId === 1401 ? [subject] : [])));
  const records = life.pass(world(second, more)).filter(({ change }) => change !== 'cleared');
  const isStarttls = ({ eventId }: NewEventRecord): boolean => eventId === 1401 || eventId === 1402;
  return {
    served: records
      .filter((record) => !isStarttls(record))
      .map(({ eventId, change, level, parameters, facts, conditionId = '' }) => {
        const known = open.get(conditionId);
        const reported = known === undefined ? facts : newFacts(facts, known);
        return JSON.stringify([eventId, change, level, parameters, reported]);
      })
      .toSorted(),
    withoutStarttls: records
      .filter((record) => isStarttls(record) && !partly.has(record.facts.connector ?? ''))
      .map(({ eventId, parameters, facts: { addresses = [] }, conditionId = '' }) => {
        const known = new Set(open.get(conditionId)?.addresses?.map(({ address }) => address));
        return JSON.stringify([eventId, parameters, addresses.filter(({ address }) => !known.has(address))]);
      }),
  };
}

// An unlisted address that offers STARTTLS has one effect: an open 1401 is not replaced by 1402.
it('an answer at an unlisted address raises and escalates nothing, and is in no new event about listed ones', () => {
  const more = fc.record({ files: fc.constantFrom({}, UNREADABLE), after: fc.constantFrom(SECOND, DAY) });
  fc.assert(
    fc.property(scans, fc.boolean(), more, (all, wasListed, { files, after }) => {
      const at = (which: 'first' | 'second', isMarked: boolean): Endpoints =>
        marked(
          all.map((own) =>
            own.map(({ isUnlisted, ...each }, index) => ({
              ...endpoint(each[which], `192.0.2.${index + 1}`),
              isUnlisted: isMarked && isUnlisted,
            })),
          ),
        );
      const listed = (some: Endpoints): Endpoints =>
        some.map((own) => own.filter(({ unlisted }) => unlisted === undefined));
      const first = at('first', !wasListed);
      const second = at('second', true);
      const then = { ...files, now: NOON + after };
      const expected = reportedThen(listed(first), listed(second), then);
      const reported = reportedThen(first, second, then);
      expect(reported.served).toEqual(expected.served);
      expect(reported.withoutStarttls).toEqual(expected.withoutStarttls);
    }),
    { numRuns: 300 },
  );
});

it('a condition is not cleared while an unlisted address that had its problem has no result', () => {
  const [, good, , expired] = CERTIFICATES.map((each) => serves(each));
  if (good === undefined || expired === undefined) throw new Error('no certificates');
  const connectors = CONNECTORS.slice(0, 2).map((each) => ({ ...each, selectCertificate: false }));
  const life = new Life();
  const changes = (own: Served, other: Endpoint, now: number): readonly unknown[] =>
    life
      .pass(world([[endpoint(seen(now, own), '192.0.2.1')], [other]], { now, connectors, certificates: [] }))
      .map(({ eventId, change }) => [eventId, change]);
  const other = endpoint(seen(NOON, expired), '192.0.2.2');
  expect(changes(expired, other, NOON)).toEqual([[1403, 'raised']]);
  expect(changes(expired, { ...other, unlisted: UNLISTED }, NOON + SECOND)).toEqual([]);
  const later = NOON + HOUR;
  expect(changes(good, { ...other, unlisted: UNLISTED, outdatedAt: later }, later)).toEqual([]);
  expect(changes(good, endpoint(seen(later, good), '192.0.2.2'), later + SECOND)).toEqual([[1900, 'cleared']]);
});
