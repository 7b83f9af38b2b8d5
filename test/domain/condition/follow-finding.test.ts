import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advanceConditions } from '../../../src/domain/condition/advance-conditions.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import type { RecordPolicy } from '../../../src/domain/condition/new-record.ts';
import { unusedCertificateExpired } from '../../../src/domain/event/catalog/unused-certificate-expired.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { Finding } from '../../../src/domain/evidence/finding.ts';
import { HOUR } from '../../../src/domain/time.ts';
import { said } from '../failure/said.ts';
import { CALM, Life, NOON, SETTINGS, type World } from '../world.ts';

const STORE = 'My';
const FILES = ['a', 'b', 'c', 'd'].map((name) => `/store/${name}.pem`);
const damaged = (files: readonly string[]): World['problems'] =>
  files.map((location) => ({ store: STORE, problem: { reason: 'pem_unterminated', location, failure: said() } }));

const unreadable = ({ open }: Life): Condition | undefined => open.find(({ eventId }) => eventId === 1102);
const listed = (condition: Condition | undefined): readonly string[] =>
  (condition?.facts.files ?? []).map(({ path }) => path);

describe('an open condition about files of a store', () => {
  test('lists only those that still have the problem, without a record, also after a restart', () => {
    let life = new Life();
    const [a = '', b = '', c = ''] = FILES;
    const scan = (hour: number, ...files: readonly string[]): readonly NewEventRecord[] =>
      life.pass({ ...CALM, problems: damaged(files), now: NOON + hour * HOUR });
    expect(scan(0, a, b, c)).toMatchObject([{ eventId: 1102, change: 'raised' }]);
    expect(scan(1, b, c)).toEqual([]);
    expect(unreadable(life)).toMatchObject({
      ...{ parameters: [STORE, 'pem_unterminated', '2'], raisedAt: NOON, notifiedAt: NOON },
      facts: { count: 2, files: [{ path: b }, { path: c }] },
    });
    expect(unreadable(life)?.remedy.flat().join()).not.toContain(a);
    life = life.restarted();
    expect(scan(2, b, c)).toEqual([]);
    expect(scan(3, a, b, c)).toMatchObject([{ change: 'escalated', facts: { escalation: [{ before: 2 }] } }]);
    expect(scan(4, a)).toEqual([]);
    expect(scan(5)).toMatchObject([{ eventId: 1900, facts: { files: [{ path: a }] } }]);
  });

  test('lists the files of the last scan that read the store, and reports each file that is added', () => {
    const step = fc.record({ files: fc.subarray(FILES), isUnavailable: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        const life = new Life();
        let before: readonly string[] = [];
        for (const [index, { files, isUnavailable }] of steps.entries()) {
          const unavailable = isUnavailable ? [STORE] : [];
          const now = NOON + index * HOUR;
          const records = life.pass({ ...CALM, problems: damaged(files), unavailable, now });
          const own = records.filter(({ eventId }) => eventId === 1102);
          const isAdded = !isUnavailable && files.some((file) => !before.includes(file));
          expect(own.map(({ change }) => change)).toEqual(
            isAdded ? [before.length === 0 ? 'raised' : 'escalated'] : [],
          );
          if (!isUnavailable) before = files;
          expect(listed(unreadable(life))).toEqual(before);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Returns a finding about these certificates in a store, and about a number of unlisted ones. */
function found(names: readonly string[], more = 0): Finding {
  const certificates = names.map((thumbprint) => ({ thumbprint, names: [], notAfter: NOON }));
  const count = names.length + more;
  return {
    event: unusedCertificateExpired,
    subject: STORE,
    parameters: [STORE, String(count)],
    facts: { store: STORE, count, certificates },
    remedy: [],
    clearingNeeds: [`store:${STORE}`, 'store:*'],
    urgency: 0,
  };
}

/** Returns the condition after scans with these findings, an hour apart. */
function lastOf(
  findings: readonly Finding[],
  more: { readonly unavailable?: string; readonly undecided?: boolean } = {},
) {
  const policy: RecordPolicy = { ...SETTINGS, computer: 'mail01.contoso.com' };
  let open: readonly Condition[] = [];
  const records: NewEventRecord[] = [];
  for (const [index, finding] of findings.entries()) {
    const now = NOON + index * HOUR;
    const isLast = index === findings.length - 1;
    const key = isLast && more.undecided ? new Set([`${finding.event.eventId} ${STORE}`]) : new Set<string>();
    const advanced = advanceConditions(open, {
      evaluation: { findings: [finding], unknown: new Set(), undecided: key },
      coverage: (scope) => (isLast && scope === more.unavailable ? 'unavailable' : 'available'),
      findEvidence: () => ({ scope: 'store:*', at: now, reason: 'observed' }),
      policy,
      now,
    });
    open = advanced.open;
    records.push(...advanced.records);
  }
  const [condition] = open;
  return {
    changes: records.map(({ change }) => change),
    count: condition?.facts.count,
    listed: condition?.facts.certificates?.map(({ thumbprint }) => thumbprint),
  };
}

describe('an open condition about certificates of a store', () => {
  test.each<[string, ...Parameters<typeof lastOf>, number, readonly string[]]>([
    ['loses one that is repaired', [found(['A', 'B']), found(['B'])], {}, 1, ['B']],
    ['loses one that is not listed', [found(['A', 'B'], 5), found(['A', 'B'], 4)], {}, 6, ['A', 'B']],
    ['lists another in the place of one of many', [found(['A', 'B'], 5), found(['B', 'C'], 4)], {}, 6, ['B', 'C']],
    [
      'keeps all while its store is unavailable',
      [found(['A', 'B']), found(['B'])],
      { unavailable: 'store:My' },
      2,
      ['A', 'B'],
    ],
    [
      'keeps all while another store is unavailable',
      [found(['A', 'B']), found(['B'])],
      { unavailable: 'store:*' },
      2,
      ['A', 'B'],
    ],
    ['keeps all while it is undecided', [found(['A', 'B']), found(['B'])], { undecided: true }, 2, ['A', 'B']],
    ['has what was reported until a new one is', [found(['A', 'B']), found(['B', 'C'])], {}, 2, ['A', 'B']],
  ])('%s', (_, findings, more, count, names) => {
    expect(lastOf(findings, more)).toEqual({ changes: ['raised'], count, listed: names });
  });

  test('reports one that was added in the repeat interval, also if another is repaired', () => {
    const hours = Array.from({ length: 24 }, () => found(['B', 'C']));
    expect(lastOf([found(['A', 'B']), ...hours])).toEqual({
      ...{ changes: ['raised', 'escalated'], count: 2, listed: ['B', 'C'] },
    });
  });
});
