import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileStoreName } from '../../../src/domain/connector/certificate-file.ts';
import { certificateUnreadable } from '../../../src/domain/event/catalog/certificate-unreadable.ts';
import type { NewEventRecord } from '../../../src/domain/event/event-record.ts';
import type { Problem } from '../../../src/domain/failure/problem.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { eventLines } from '../event/event-lines.ts';
import { said } from '../failure/said.ts';
import { CALM, connector, Life, NOON, notation, store, stored, type World } from '../world.ts';

type StoreProblem = World['problems'][number];

const torn = (
  location: string,
  block?: number,
  name = 'My',
  reason: Problem['reason'] = 'der_truncated',
): StoreProblem => ({
  store: name,
  problem: { reason, location, ...(block === undefined ? {} : { block }), failure: said() },
});

/** Scans a store with these lists of problems, a minute apart, and returns the records. */
function records(...passes: readonly (readonly StoreProblem[])[]): readonly (readonly NewEventRecord[])[] {
  const life = new Life();
  const stores = [store('My'), store('Second')];
  return passes.map((problems, at) => life.pass({ ...CALM, now: NOON + at * MINUTE, stores, problems }));
}

/** Returns the records of each scan in short. */
const recorded = (...passes: readonly (readonly StoreProblem[])[]): readonly (readonly string[])[] =>
  records(...passes).map((all) => all.map(notation));

describe('files that cannot be read', () => {
  it('are one event for each store and reason, with the first ten files and the number of all', () => {
    const many = Array.from({ length: 25 }, (_, at) => torn(`/stores/My/${String(at).padStart(2, '0')}.pem`, 0));
    const [first] = records([
      ...many,
      torn('/stores/My/x.pem', 0, 'My', 'pem_bad_base64'),
      torn('/two.pem', 0, 'Second'),
    ]);
    expect(first?.map(notation)).toEqual([
      '1102(My; der_truncated; 25)',
      '1102(My; pem_bad_base64; 1)',
      '1102(Second; der_truncated; 1)',
    ]);
    expect(first?.[0]?.facts.files?.map(({ path }) => path)).toEqual(
      Array.from({ length: 10 }, (_, at) => `/stores/My/0${at}.pem`),
    );
    expect(first?.[0]?.remedy).toHaveLength(3);
  });

  it('are listed with their blocks', () => {
    const problem: Problem = { ...torn('/stores/My/a.pem', 1).problem, blocks: { first: [1, 4, 5], count: 3 } };
    const [first] = records([
      { store: 'My', problem },
      torn('/stores/My/b.pem', 7),
      torn('/stores/My/c.pem'),
      torn('/stores/My/d.pem#2'),
    ]);
    expect(first?.[0]?.facts.files).toEqual([
      { path: '/stores/My/a.pem', blocks: [1, 4, 5], blockCount: 3 },
      { path: '/stores/My/b.pem', blocks: [7] },
      { path: '/stores/My/c.pem' },
      // The name of this file looks like a block of `d.pem`.
      { path: '/stores/My/d.pem#2' },
    ]);
  });

  it('escalate the event when there is another one, and clear it when all can be read', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => torn(`/stores/My/${name}.pem`, 0));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three files');
    expect(recorded([a], [a, b], [a, b], [a], [a, c], [])).toEqual([
      ['1102(My; der_truncated; 1)'],
      ['1102(My; der_truncated; 2) escalated'],
      [],
      [],
      ['1102(My; der_truncated; 2) escalated'],
      ['1900(1102; der_truncated My; 300)'],
    ]);
  });

  it('are listed once if a connector names a file that is also in a store', () => {
    const path = '/stores/My/mail.pem';
    const good = stored('P', { dnsNames: ['mail.contoso.com'], path });
    const file = fileStoreName(path);
    const world: World = {
      ...CALM,
      certificates: [good, { ...good, store: file }],
      connectors: [connector('Internet', 'mail.contoso.com', { certificateFiles: [path] })],
      problems: [torn(path, 1), torn(path, 1, file), torn(path, 2, file, 'pem_bad_base64')],
    };
    const events = new Life().pass(world);
    expect(events.map(notation)).toEqual(['1102(My; der_truncated; 1)', `1102(${file}; pem_bad_base64; 1)`]);
    const first = (locale: 'en' | 'ja') =>
      events.map((record) => eventLines(certificateUnreadable, record, { locale, offsetMinutes: () => 0 })[0]);
    expect(first('en')).toEqual([
      `${path} in certificate store "My" cannot be read (truncated).`,
      `Part of file "${path}" cannot be read (invalid base64 in a PEM block).`,
    ]);
    expect(first('ja')).toEqual([
      `証明書ストア「My」のファイル ${path} を読み取れません (途中で切れています)。`,
      `ファイル「${path}」の一部を読み取れません (PEM ブロックの base64 が正しくありません)。`,
    ]);
  });

  it('are at most one record for each store and reason, however many there are', () => {
    const reason = fc.constantFrom<Problem['reason']>('der_truncated', 'too_large', 'io_error');
    const name = fc.constantFrom('My', 'Second');
    const file = fc
      .tuple(fc.nat(60), name, reason)
      .map(([at, of, why]) => torn(`/stores/${of}/${at}.pem`, undefined, of, why));
    fc.assert(
      fc.property(fc.array(fc.array(file, { maxLength: 80 }), { minLength: 1, maxLength: 4 }), (passes) => {
        for (const [at, all] of records(...passes).entries()) {
          const events = all.filter(({ change }) => change !== 'cleared');
          expect(new Set(events.map(({ conditionId }) => conditionId)).size).toBe(events.length);
          for (const { facts } of events) {
            const own = (passes[at] ?? []).filter(
              (one) => one.store === facts.store && one.problem.reason === facts.reason,
            );
            expect(facts.count).toBe(new Set(own.map(({ problem }) => problem.location)).size);
            expect(facts.files?.length).toBe(Math.min(10, facts.count ?? 0));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
