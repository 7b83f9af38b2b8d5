import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/domain/assessment/settings.ts';
import type { NewEventRecord } from '../../src/domain/event/event-record.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import { shellWords } from '../../src/formats/event/shell-words.ts';
import { said } from './failure/said.ts';
import { CHAPTERS } from './rows/all-rows.ts';
import { expiring, internal, P_NAMES, R1, R2, recorded, S, S_EXPIRED, S_NAMES, X1 } from './rows/cast.ts';
import { choiceOf } from './rows/choice.ts';
import type { Pass } from './rows/row.ts';
import { CALM, connector, Life, NOON, notation, store, stored, type World } from './world.ts';

const PROFILES = ['exchange-2007', 'exchange-2019'] satisfies Profile[];
const ROWS = CHAPTERS.flatMap(({ rows }) => rows);

/** Returns the remedies, each command once; thumbprints as the rows write them. */
function remediesOf(records: readonly NewEventRecord[]): readonly string[] {
  return [...new Set(records.flatMap(({ remedy }) => remedy.map(shellWords)))].map((command) =>
    command.replace(/\b([A-Z]\w*?)0{20,}\b/g, '$1'),
  );
}

/** Checks all that a row expects of one scan. */
function check(life: Life, world: World, pass: Pass): void {
  const records = life.pass(world);
  const expected = pass.both ?? (world.profile === 'exchange-2007' ? pass.only2007 : pass.only2019);
  expect(records.map(notation)).toEqual(expected);
  const selections = life.assessment?.selections ?? [];
  if (pass.choices !== undefined) expect(selections.map((each) => choiceOf(each, world.now))).toEqual(pass.choices);
  if (pass.remedies !== undefined) expect(remediesOf(records)).toEqual(pass.remedies);
  if (pass.level !== undefined) expect(records[0]?.level).toBe(pass.level);
  const first = records.find(({ eventId }) => eventId === 12014);
  if (first === undefined) return;
  if (pass.nearest !== undefined) expect(first.facts.nearestMiss?.thumbprint).toBe(pass.nearest.padEnd(40, '0'));
  if (pass.reason !== undefined) expect(first.facts.reason).toBe(pass.reason);
}

describe('the situations of the design have exactly their choices and their events', () => {
  for (const row of ROWS) {
    for (const profile of PROFILES) {
      test(`row ${row.row}, ${profile}: ${row.title}`, () => {
        let life = new Life();
        let world: World = { ...CALM, ...row.world, profile };
        check(life, world, row);
        for (const pass of row.later ?? []) {
          if (pass.restart) life = life.restarted();
          world = { ...world, ...pass.world };
          check(life, world, pass);
        }
      });
    }
  }

  test('every row has a unique number', () => {
    expect(new Set(ROWS.map(({ row }) => row)).size).toBe(ROWS.length);
  });
});

describe('the further details of the rows', () => {
  test('row 5: under exchange-2019 the one 12016 names all three connectors', () => {
    const world = { certificates: [S_EXPIRED], connectors: [R1, connector('Client MAIL01'), X1], internal };
    const records = new Life().pass({ ...CALM, ...world, profile: 'exchange-2019' });
    expect(records[1]?.facts.connectors).toEqual(['Default MAIL01', 'Client MAIL01', 'To Internet']);
  });

  test("row 10: the name is the connector's; without one it is the computer's", () => {
    const source = (fqdn: string | undefined): unknown =>
      new Life().pass({ ...CALM, certificates: [S_EXPIRED], connectors: [connector('R', fqdn)], internal })[1]?.facts
        .fqdnSource;
    expect(source('mail01.contoso.com')).toBe('connector');
    expect(source(undefined)).toBe('computer');
  });

  test('row 30: connectors and their names are in the same order, that of the configuration', () => {
    const certificate = stored('P', { ...P_NAMES, notBefore: NOON - 355 * DAY, notAfter: NOON + 10 * DAY });
    const connectors = [connector('R3', 'autodiscover.contoso.com'), R2];
    const facts = new Life().pass({ ...CALM, certificates: [certificate], connectors })[0]?.facts;
    expect(facts?.connectors).toEqual(['R3', 'Internet MAIL01']);
    expect(facts?.fqdns).toEqual(['autodiscover.contoso.com', 'mail.contoso.com']);
  });

  test('row 34: the first ten key files are named, with the reason', () => {
    const certificates = Array.from({ length: 12 }, (_, at) => stored(`K${at}`, { ...P_NAMES, key: 'unreadable' }));
    const denied = { reason: 'permission_denied', location: '/store/K0.pem', failure: said('EACCES') } as const;
    const problems = [{ store: 'My', problem: denied }];
    const [record] = new Life().pass({ ...CALM, certificates, connectors: [R2], problems });
    expect(record?.facts.locations).toEqual(certificates.slice(0, 10).map(({ location }) => location.path));
    expect(record?.facts.reason).toBe('permission_denied');
    expect(record?.remedy).toEqual([['namei', '-l', '/store/K0.pem']]);
  });

  test('row 59: both locations are named, that of the internal certificate and that of the certificate for connectors', () => {
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

  test('row 49: a scan of the clone clears 12015', () => {
    const life = new Life();
    const clone = stored('S2', S_NAMES);
    const world = { ...CALM, certificates: [S_EXPIRED, clone], connectors: [R1], internal };
    life.pass(world);
    const now = NOON + 15 * 60_000;
    const [record] = life.pass({ ...world, now, internal: recorded(clone) });
    const { thumbprint } = clone.certificate;
    expect(record?.facts.cleared?.evidence).toEqual({ scope: 'store:My', at: now, reason: 'observed', thumbprint });
  });

  test('row 69: the removal of the connector is the reason why its 12014 is resolved', () => {
    const life = new Life();
    const world = { ...CALM, certificates: [S], connectors: [R1, R2], internal };
    life.pass(world);
    const [record] = life.pass({ ...world, now: NOON + HOUR, connectors: [R1] });
    expect(record?.facts.cleared?.evidence.reason).toBe('connector-removed');
  });
});
