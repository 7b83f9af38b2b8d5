import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connector } from '../../src/domain/connector/connector.ts';
import type { Endpoint, Served } from '../../src/domain/served/served.ts';
import { DAY, HOUR, SECOND } from '../../src/domain/time.ts';
import { endpoint, NOT_OFFERED, presents, REFUSED, seen, silent, target } from './presenting.ts';
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
const UNLISTED = { since: NOON - HOUR, answers: 4 };

const served: fc.Arbitrary<Served> = fc.oneof(
  fc.constantFrom(...CERTIFICATES).map((each) => presents(each)),
  fc.constantFrom(...CERTIFICATES).map((each) => presents(each, { protocol: 'TLSv1.1' })),
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

/** Endpoints of each connector, some of which name resolution no longer returns. */
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

/** The endpoints as the addresses are listed now. */
const marked = (all: readonly (readonly (Endpoint & { readonly isUnlisted: boolean })[])[]): Endpoints =>
  all.map((own) => own.map(({ isUnlisted, ...each }) => (isUnlisted ? { ...each, unlisted: UNLISTED } : each)));

/** The conditions that a first scan raises. */
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
