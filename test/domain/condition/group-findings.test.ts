import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { Connector } from '../../../src/domain/connector/connector.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import { HOUR, SECOND } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { probeResult, serves, target } from '../serving.ts';
import { CALM, connector, Life, NOON, notation, stored, type World } from '../world.ts';

const FILE = '/etc/ssl/mail.pem';
const OTHER = '/etc/ssl/other.pem';
const named = (name: string, fqdn = 'mail.contoso.com', certificateFiles = [FILE]): Connector =>
  connector(name, fqdn, { certificateFiles });
const [smtpd, imap] = [named('smtpd'), named('imap', 'imap.contoso.com')];
const GOOD = stored('L', { dnsNames: ['mail.contoso.com', 'imap.contoso.com'], file: FILE });
const missing = (...files: readonly string[]): World['problems'] =>
  files.map((location) => ({ store: `file:${location}`, problem: { reason: 'not_found', location, failure: said() } }));

/** Scans the worlds in order, an hour apart, and returns the records. */
function scanned(life: Life, ...worlds: readonly Partial<World>[]): readonly NewEventRecord[] {
  return worlds.flatMap((world, index) => life.pass({ ...CALM, ...world, now: NOON + index * HOUR }));
}

const about = ({ open }: Life): readonly Condition[] => open.filter(({ eventId }) => eventId === 12014);

describe('connectors that name one file', () => {
  test('are one condition about the file, with all of them', () => {
    const life = new Life();
    const records = scanned(life, { connectors: [smtpd, imap], problems: missing(FILE) });
    expect(records.map(notation)).toEqual(['12014(mail.contoso.com; smtpd; mail.contoso.com)']);
    expect(about(life)).toMatchObject([
      {
        subject: FILE,
        facts: {
          ...{ connectors: ['smtpd', 'imap'], fqdns: ['mail.contoso.com', 'imap.contoso.com'], direction: 'receive' },
          ...{ path: FILE, reason: 'certificate-file-missing', certificateFiles: [FILE] },
        },
      },
    ]);
    expect(records[0]?.facts.connector).toBeUndefined();
  });

  test('have the commands of up to three of them, each once', () => {
    const connectors = [smtpd, imap, named('pop3'), named('sieve')];
    const [record] = scanned(new Life(), { connectors, problems: missing(FILE) });
    const explained = record?.remedy.filter((command) => command.includes('explain')).map((command) => command.at(-1));
    expect(explained).toEqual(['smtpd', 'imap', 'pop3']);
    expect(new Set(record?.remedy.map(String)).size).toBe(record?.remedy.length);
  });

  test('are reported again if another is added, and not if one is removed', () => {
    const problems = missing(FILE);
    const records = scanned(
      new Life(),
      { connectors: [smtpd], problems },
      { connectors: [smtpd, imap], problems },
      { connectors: [smtpd, imap], problems },
      { connectors: [imap], problems },
    );
    expect(records.map(({ change, facts }) => [change, facts.connectors, facts.escalation])).toEqual([
      ['raised', ['smtpd'], undefined],
      ['escalated', ['smtpd', 'imap'], [{ kind: 'connectors', added: ['imap'] }]],
    ]);
  });

  test('list only those that still have the problem, without a record, also after a restart', () => {
    const good = stored('L', { dnsNames: ['mail.contoso.com'], file: FILE });
    const connectors = [smtpd, imap];
    let life = new Life();
    scanned(life, { connectors, problems: missing(FILE) });
    const before = about(life)[0];
    expect(life.pass({ ...CALM, connectors, certificates: [good], now: NOON + HOUR })).toEqual([]);
    expect(about(life)).toMatchObject([
      {
        ...{ conditionId: before?.conditionId, raisedAt: NOON, notifiedAt: NOON },
        parameters: ['imap.contoso.com', 'imap', 'imap.contoso.com'],
        facts: { connectors: ['imap'], fqdns: ['imap.contoso.com'], reason: 'certificate-host-mismatch' },
      },
    ]);
    expect(about(life)[0]?.remedy.flat()).not.toContain('smtpd');
    life = life.restarted();
    expect(life.pass({ ...CALM, connectors, problems: missing(FILE), now: NOON + 2 * HOUR })).toMatchObject([
      { change: 'escalated', facts: { escalation: [{ kind: 'connectors', added: ['smtpd'] }], raisedAt: NOON } },
    ]);
    expect(life.pass({ ...CALM, connectors, certificates: [good], now: NOON + 3 * HOUR })).toEqual([]);
    expect(about(life)[0]?.facts).toMatchObject({ connectors: ['imap'], raisedAt: NOON });
    expect(about(life)[0]?.facts.escalation).toBeUndefined();
  });

  test('keep a connector in the list while it is unavailable', () => {
    const good = stored('L', { dnsNames: ['mail.contoso.com'], file: FILE });
    const probed = { ...smtpd, probe: target({ protocol: 'smtp' }) };
    const unreachable = { ...imap, probe: target({ protocol: 'imaps' }) };
    const connectors = [probed, unreachable];
    const life = new Life();
    const endpoints = new Map([['smtpd', probeResult(NOON + HOUR, serves(good))]]);
    scanned(life, { connectors, problems: missing(FILE) }, { connectors, certificates: [good] });
    expect(about(life)[0]?.facts.connectors).toEqual(['smtpd', 'imap']);
    life.pass({ ...CALM, connectors, certificates: [good], endpoints, now: NOON + HOUR + 1 });
    life.pass({
      ...{ ...CALM, connectors, certificates: [good], now: NOON + 2 * HOUR },
      endpoints: new Map([['smtpd', probeResult(NOON + 2 * HOUR, serves(good))]]),
    });
    expect(about(life)[0]?.facts.connectors).toEqual(['imap']);
  });

  test('stay open while the server of one of them has not loaded the file, even if it is not in the findings any more', () => {
    const life = new Life();
    const connectors = [{ ...smtpd, probe: target({ protocol: 'smtp' }) }, imap];
    const old = stored('O', { dnsNames: ['mail.contoso.com'] });
    const written = (label: string, dnsNames: readonly string[]) => ({
      ...stored(label, { dnsNames, file: FILE }),
      writtenAt: NOON + SECOND,
    });
    const first = written('L', ['mail.contoso.com']);
    const both = written('M', ['mail.contoso.com', 'imap.contoso.com']);
    const at = (seconds: number, world: Partial<World>): readonly NewEventRecord[] => {
      const now = NOON + seconds * SECOND;
      return life.pass({
        ...CALM,
        connectors,
        ...world,
        now,
        endpoints: new Map([['smtpd', probeResult(now, serves(old))]]),
      });
    };
    at(0, { problems: missing(FILE) });
    for (const seconds of [1, 5]) at(seconds, { certificates: [first] });
    for (const seconds of [8, 9, 400])
      expect(at(seconds, { certificates: [both] }).filter(({ change }) => change === 'cleared')).toEqual([]);
    expect(about(life)).toMatchObject([{ needs: expect.arrayContaining(['probe:smtpd']) }]);
  });

  test('are resolved when the file is good again for all of them', () => {
    const life = new Life();
    const only = stored('L', { dnsNames: ['mail.contoso.com'], file: FILE });
    const connectors = [smtpd, imap];
    const records = scanned(
      life,
      { connectors, problems: missing(FILE) },
      { connectors, certificates: [only] },
      { connectors, certificates: [GOOD] },
    );
    expect(records.map(notation)).toEqual([
      '12014(mail.contoso.com; smtpd; mail.contoso.com)',
      `1900(12014; ${FILE}; 7200)`,
    ]);
    expect(life.open).toEqual([]);
  });

  test('stay open while the server of one of them was not probed since', () => {
    const life = new Life();
    const connectors = [smtpd, { ...imap, probe: target({ protocol: 'imaps' }) }];
    scanned(life, { connectors, problems: missing(FILE) });
    expect(about(life)[0]?.needs).toContain('probe:imap');
    expect(scanned(life, { connectors, certificates: [GOOD] })).toEqual([]);
    expect(about(life)).toHaveLength(1);
  });

  test('begin with a problem that prevents TLS, whichever connector has it', () => {
    const life = new Life();
    const keyed = stored('L', { dnsNames: ['mail.contoso.com'], file: FILE });
    scanned(life, { connectors: [imap, smtpd], certificates: [keyed] });
    expect(about(life)).toMatchObject([{ facts: { reason: 'certificate-host-mismatch', connectors: ['imap'] } }]);
    const keyless = stored('L', { dnsNames: ['mail.contoso.com'], file: FILE, key: 'missing' });
    expect(scanned(life, { connectors: [imap, smtpd], certificates: [keyless] })).toMatchObject([
      { change: 'escalated', facts: { reason: 'private-key-missing', connectors: ['imap', 'smtpd'] } },
    ]);
  });

  test('that an earlier version reported one by one are neither repeated nor resolved, and are cleared one by one', () => {
    const problems = missing(FILE);
    const earlier = [smtpd, imap].map((each) => {
      const life = new Life();
      scanned(life, { connectors: [each], problems });
      const [condition] = about(life);
      if (condition === undefined) throw new Error('nothing is open');
      const { connectors: _, fqdns: __, ...facts } = condition.facts;
      return {
        ...condition,
        conditionId: `mail01.contoso.com/12014/${each.name}/${NOON}`,
        subject: each.name,
        facts: { ...facts, connector: each.name },
      };
    });
    const life = new Life();
    life.open = earlier;
    const connectors = [smtpd, imap, named('pop3')];
    const records = scanned(life, { connectors: [smtpd, imap], problems }, { connectors, problems });
    expect(records.map(({ change, facts }) => [change, facts.connectors])).toEqual([['raised', ['pop3']]]);
    expect(about(life).map(({ subject }) => subject)).toEqual(['smtpd', 'imap', FILE]);
    const ended = life.pass({ ...CALM, connectors, certificates: [GOOD], now: NOON + 2 * HOUR });
    expect(ended.map(notation)).toEqual([
      '1900(12014; smtpd; 7200)',
      '1900(12014; imap; 7200)',
      `1900(12014; ${FILE}; 3600)`,
    ]);
  });

  test('are each in one open condition at any time, whatever files are missing', () => {
    const connectors = fc.subarray([smtpd, imap, named('pop3', 'mail.contoso.com', [OTHER]), connector('Exchange')], {
      minLength: 1,
    });
    const step = fc.record({ connectors, files: fc.subarray([FILE, OTHER]) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const life = new Life();
        for (const [index, { connectors: present, files }] of steps.entries()) {
          const certificates = [FILE, OTHER]
            .filter((file) => !files.includes(file))
            .map((file) => stored(file === FILE ? 'L' : 'O', { dnsNames: ['*.contoso.com'], file }));
          life.pass({
            ...CALM,
            connectors: present,
            certificates,
            problems: missing(...files),
            now: NOON + index * HOUR,
          });
          const broken = present.filter(
            ({ certificateFiles: [file = ''] = [] }) => file === '' || files.includes(file),
          );
          const listed = about(life).flatMap(({ facts }) => facts.connectors ?? [facts.connector ?? '']);
          expect(new Set(listed).size).toBe(listed.length);
          for (const { name } of broken) expect(listed).toContain(name);
          const brokenFiles = new Set(broken.flatMap(({ certificateFiles = [] }) => certificateFiles));
          expect(about(life).filter(({ facts }) => facts.path !== undefined)).toHaveLength(brokenFiles.size);
        }
      }),
      { numRuns: 200 },
    );
  });
});
