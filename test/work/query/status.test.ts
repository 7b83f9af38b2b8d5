import { describe, expect, test } from 'vitest';
import { healthWithoutAttempts } from '../../../src/domain/alert/notifier-health.ts';
import type { Silence } from '../../../src/domain/alert/silence.ts';
import type { Condition } from '../../../src/domain/condition/condition.ts';
import { EMPTY_MEMORY } from '../../../src/domain/observation/memory.ts';
import type { OutputHealth } from '../../../src/domain/status/output-health.ts';
import type { ListedNotifier, Status } from '../../../src/domain/status/status.ts';
import { HOUR, type Instant, MINUTE, SECOND } from '../../../src/domain/time.ts';
import { sortByUrgency } from '../../../src/work/query/sort-by-urgency.ts';
import { type ScanForStatus, statusOf } from '../../../src/work/query/status.ts';
import type { StoredDaemonState } from '../../../src/work/query/stored-daemon-state.ts';
import { raised } from '../../contract/ledger-samples.ts';
import { said } from '../../domain/failure/said.ts';
import { NOON } from '../../domain/world.ts';

const scanAt = (at: Instant): ScanForStatus => ({
  at,
  stores: [],
  connectors: [],
  notYetRaised: [],
  unloaded: [],
});

const open = (id: string, eventId: number, level: Condition['level'], raisedAt: Instant = NOON - HOUR): Condition =>
  raised(id, { eventId, level, raisedAt, subject: id }).condition;
const EXPIRED = open('e', 12014, 'Error');
const SOON = open('s', 12018, 'Warning');
const KEYSTORE = open('k', 1106, 'Information');
const UNAVAILABLE = open('certbot', 1100, 'Error');

interface Left {
  readonly open?: readonly Condition[];
  readonly endedAt?: Instant;
  readonly nextAt?: Instant | undefined;
  readonly silences?: readonly Silence[];
  readonly outputs?: readonly OutputHealth[];
  readonly isRunning?: boolean;
  readonly storedAt?: Instant;
  readonly startedAt?: Instant;
}

/** Returns the stored state of a daemon that scanned at noon, with its next scan at 12:15. */
function left(what: Left): StoredDaemonState {
  const { endedAt = NOON } = what;
  const nextAt = 'nextAt' in what ? what.nextAt : endedAt + 15 * MINUTE;
  const pass = { startedAt: endedAt - 20, endedAt, nextAt };
  const { open: conditions = [], silences = [], outputs = [], isRunning = true, storedAt, startedAt } = what;
  return {
    ...(storedAt === undefined ? {} : { storedAt }),
    ...(startedAt === undefined ? {} : { startedAt }),
    isRunning,
    revision: 7,
    open: conditions,
    memory: EMPTY_MEMORY,
    scan: pass,
    records: 42,
    silences,
    outputs,
  };
}
const status = (what: Left | undefined, at: Instant = NOON + MINUTE): Status =>
  statusOf('mail01.contoso.com', what && left(what), [], scanAt(at));

const ops: ListedNotifier = {
  notifier: { name: 'ops', type: 'webhook', match: {}, changes: ['raised'], interval: undefined },
  health: {
    ...healthWithoutAttempts('ops'),
    failing: { since: NOON - HOUR, reason: 'server_error', failure: said('HTTP 503') },
    lastFailure: { at: NOON - MINUTE, reason: 'server_error', failure: said('HTTP 503') },
    ...{ waiting: 1, waitingSince: NOON - HOUR },
  },
};

describe('alerts that do not reach their notifier', () => {
  const statusAt = (at: Instant, what: Left = {}): Status =>
    statusOf('mail01.contoso.com', left(what), [{ ...ops, health: healthWithoutAttempts('ops') }, ops], scanAt(at));
  const doubt = { kind: 'undelivered', notifier: 'ops', since: NOON - HOUR, reason: 'server_error', isDisabled: false };

  test('make the status unknown once they have failed for an hour', () => {
    expect(statusAt(NOON - 1)).toMatchObject({ verdict: 'ok', issues: [] });
    expect(statusAt(NOON)).toMatchObject({ verdict: 'unknown', issues: [doubt] });
  });

  test('do not hide a problem', () => {
    expect(statusAt(NOON, { open: [SOON] })).toMatchObject({ verdict: 'problem', issues: [doubt] });
  });
});

describe('records that do not reach a log output', () => {
  const output = 'syslog:tcp://127.0.0.1:1';
  const failing = { since: NOON - HOUR, reason: 'connection_refused', failure: said('ECONNREFUSED') } as const;
  const outputs = [
    { output: 'file:/var/log/events.log', waiting: 0, failing: undefined },
    { output, waiting: 12, failing },
  ];
  const doubt = { kind: 'unwritten', output, since: NOON - HOUR, reason: 'connection_refused', waiting: 12 };

  test('make the status unknown once they have failed for an hour', () => {
    expect(status({ outputs }, NOON - 1)).toMatchObject({ verdict: 'ok', issues: [], outputs });
    expect(status({ outputs }, NOON)).toMatchObject({ verdict: 'unknown', issues: [doubt] });
  });

  test('do not hide a problem', () => {
    expect(status({ outputs, open: [SOON] }, NOON)).toMatchObject({ verdict: 'problem', issues: [doubt] });
  });
});

describe('a running daemon', () => {
  const storedAt = NOON + 5 * MINUTE;
  const kinds = (what: Left, at: Instant): readonly string[] => status(what, at).issues.map(({ kind }) => kind);

  test('cannot store once its last heartbeat is more than a minute old', () => {
    expect(kinds({ storedAt }, storedAt + MINUTE)).toEqual([]);
    const { verdict, issues } = status({ storedAt }, storedAt + MINUTE + 1);
    expect([verdict, issues]).toEqual(['unknown', [{ kind: 'unstored', since: storedAt }]]);
  });

  test('can store if a scan was stored since', () => {
    expect(kinds({ storedAt: NOON - HOUR, endedAt: NOON }, NOON + MINUTE)).toEqual([]);
  });

  test('cannot store if its last heartbeat is from the future by more than a minute', () => {
    expect(kinds({ storedAt }, storedAt - MINUTE)).toEqual([]);
    expect(kinds({ storedAt }, storedAt - MINUTE - 1)).toEqual(['unstored']);
  });

  test('can store if its last heartbeat is new, also if its last scan is in the future after a clock change', () => {
    expect(kinds({ storedAt, endedAt: storedAt + HOUR }, storedAt + 20 * SECOND)).toEqual([]);
    expect(kinds({ storedAt: NOON + HOUR, endedAt: NOON }, NOON + MINUTE)).toEqual([]);
    const { issues } = status({ storedAt, endedAt: storedAt + HOUR }, storedAt + MINUTE + 1);
    expect(issues).toEqual([{ kind: 'unstored', since: storedAt }]);
  });

  test('is reported as stopped and nothing else, if it does not run', () => {
    expect(kinds({ storedAt, isRunning: false }, storedAt + HOUR)).toEqual(['stopped']);
  });
});

describe('the verdict', () => {
  const silent = NOON + HOUR;
  const rows: readonly (readonly [
    title: string,
    what: Left | undefined,
    at: Instant,
    verdict: Status['verdict'],
    issues: string,
  ])[] = [
    ['nothing is open', {}, NOON, 'ok', ''],
    ['only an Information is open', { open: [KEYSTORE] }, NOON, 'ok', ''],
    ['a Warning is open', { open: [SOON] }, NOON, 'problem', ''],
    ['an Error is open', { open: [EXPIRED, KEYSTORE] }, NOON, 'problem', ''],
    ['a store cannot be read', { open: [UNAVAILABLE] }, NOON, 'unknown', 'unreadable'],
    [
      'a store cannot be read, as an Information',
      { open: [{ ...UNAVAILABLE, level: 'Information' }] },
      NOON,
      'unknown',
      'unreadable',
    ],
    ['a store cannot be read and an Error is open', { open: [UNAVAILABLE, EXPIRED] }, NOON, 'problem', 'unreadable'],
    ['the daemon is silent', {}, silent, 'unknown', 'silent'],
    ['the daemon is silent and left an Error', { open: [EXPIRED] }, silent, 'problem', 'silent'],
    [
      'the daemon is silent and its store was unavailable',
      { open: [UNAVAILABLE] },
      silent,
      'unknown',
      'silent unreadable',
    ],
    ['the daemon has not scanned since its start', { startedAt: NOON }, NOON + 1, 'unknown', 'starting'],
    ['the daemon has not scanned since its start, for an hour', { startedAt: NOON }, silent, 'unknown', 'starting'],
    ['a daemon stopped before its first scan', { startedAt: NOON, isRunning: false }, NOON + 1, 'unknown', 'stopped'],
    ['no daemon ever ran', undefined, NOON, 'unknown', 'never-scanned'],
    ['no daemon runs any more', { isRunning: false }, NOON + 1, 'unknown', 'stopped'],
    ['no daemon runs any more, for a day', { isRunning: false }, NOON + 24 * HOUR, 'unknown', 'stopped'],
    ['no daemon runs and it left an Error', { open: [EXPIRED], isRunning: false }, NOON, 'problem', 'stopped'],
  ];
  for (const [title, what, at, verdict, issues] of rows) {
    test(`${title}: ${verdict}`, () => {
      const answer = status(what, at);
      expect([answer.verdict, answer.issues.map(({ kind }) => kind).join(' ')]).toEqual([verdict, issues]);
    });
  }

  test('is unknown if a daemon has started and has not finished its first scan', () => {
    const started = { ...left({ startedAt: NOON }), scan: undefined };
    const answer = statusOf('mail01.contoso.com', started, [], scanAt(NOON));
    expect(answer).toMatchObject({ verdict: 'unknown', issues: [{ kind: 'never-scanned' }], daemon: undefined });
  });

  test('is unknown if a store cannot be read now, and names the store once', () => {
    const problem = { reason: 'permission_denied', location: '/stores/My', failure: said('EACCES') } as const;
    const source = { inventory: 'configuration', place: 'mailcertd.yaml:1' };
    const store = { name: 'My', path: '/stores/My', services: [], personal: true, source };
    const scan: ScanForStatus = { ...scanAt(NOON), stores: [{ kind: 'unreadable', store, problem }] };
    const issues = (what: Left): unknown => statusOf('mail01.contoso.com', left(what), [], scan);
    const unreadable = { kind: 'unreadable', store: 'My' };
    expect(issues({})).toMatchObject({ verdict: 'unknown', issues: [{ ...unreadable, since: undefined }] });
    const reported = { ...UNAVAILABLE, subject: 'My' };
    expect(issues({ open: [reported] })).toMatchObject({
      verdict: 'unknown',
      issues: [{ ...unreadable, since: NOON - HOUR }],
    });
    expect(issues({ open: [EXPIRED] })).toMatchObject({ verdict: 'problem', issues: [unreadable] });
  });
});

describe('a silent daemon', () => {
  const kinds = (what: Left, at: Instant): readonly string[] => status(what, at).issues.map(({ kind }) => kind);

  test('is reported after two intervals and a minute, and not a millisecond earlier', () => {
    const after = NOON + 2 * 15 * MINUTE + MINUTE;
    expect([kinds({}, after), kinds({}, after + 1)]).toEqual([[], ['silent']]);
  });

  test('is reported after half an hour if the time of its next scan is unknown', () => {
    const after = NOON + 2 * 30 * MINUTE + MINUTE;
    expect([kinds({ nextAt: undefined }, after), kinds({ nextAt: undefined }, after + 1)]).toEqual([[], ['silent']]);
  });

  test.each<[string, Instant, Instant]>([
    ['after one that a hint made just before a scheduled one', NOON + 14 * MINUTE, NOON + 15 * MINUTE],
    ['in a short interval', NOON, NOON + MINUTE],
  ])('is not reported during the ten minutes that the next scan may take, %s', (_, endedAt, nextAt) => {
    const after = nextAt + 11 * MINUTE;
    expect([kinds({ endedAt, nextAt }, after), kinds({ endedAt, nextAt }, after + 1)]).toEqual([[], ['silent']]);
  });

  test('is not reported at once if the next scan was due before the last one ended', () => {
    expect(kinds({ nextAt: NOON - 2 * HOUR }, NOON + 1)).toEqual([]);
    expect(kinds({ nextAt: NOON }, NOON + 61 * MINUTE + 1)).toEqual(['silent']);
  });

  test('is silent since the end of the last scan', () => {
    expect(status({}, NOON + HOUR).issues).toEqual([{ kind: 'silent', since: NOON }]);
  });

  test('is not reported if its clock is ahead', () => {
    expect(kinds({ endedAt: NOON + HOUR }, NOON)).toEqual([]);
  });
});

test('the open conditions are listed worst first, then oldest first', () => {
  const old = open('old', 12014, 'Error', NOON - 2 * HOUR);
  const all = [KEYSTORE, SOON, EXPIRED, old];
  expect(sortByUrgency(all).map(({ subject }) => subject)).toEqual(['old', 'e', 's', 'k']);
  expect(status({ open: all }).open).toEqual(sortByUrgency(all));
  expect(all[0]).toBe(KEYSTORE);
});

test('an unreadable store is named, with the time since when', () => {
  expect(status({ open: [UNAVAILABLE] }).issues).toEqual([
    { kind: 'unreadable', store: 'certbot', since: NOON - HOUR },
  ]);
});

test('the state that the daemon stored is included', () => {
  expect(status({}).daemon).toEqual({
    startedAt: NOON - 20,
    endedAt: NOON,
    nextAt: NOON + 15 * MINUTE,
    records: 42,
  });
});

describe('a silenced condition', () => {
  const silence = (silenceId: string, parts: Partial<Silence> = {}): Silence => ({
    silenceId,
    match: { ids: [12018] },
    startsAt: NOON,
    endsAt: NOON + HOUR,
    isUntilCleared: false,
    conditionIds: [],
    reason: 'ordered',
    createdBy: 'root',
    createdAt: NOON,
    ...parts,
  });

  test('is open nevertheless, so the verdict is PROBLEM', () => {
    const answer = status({ open: [SOON], silences: [silence('1')] });
    expect(answer).toMatchObject({ verdict: 'problem', open: [SOON] });
    expect([...answer.silenced]).toEqual([[SOON.conditionId, silence('1')]]);
  });

  test('is covered by an active silence: by no expired one, and by the latest of two', () => {
    const silenced = (...silences: readonly Silence[]): readonly (readonly [string, string])[] =>
      [...status({ open: [SOON, EXPIRED], silences }).silenced].map(([id, { silenceId }]) => [id, silenceId]);
    expect(silenced(silence('1', { endsAt: NOON + MINUTE }))).toEqual([]);
    expect(silenced(silence('1'), silence('2'))).toEqual([[SOON.conditionId, '2']]);
    expect(
      silenced(silence('1', { endsAt: undefined, isUntilCleared: true, conditionIds: [EXPIRED.conditionId] })),
    ).toEqual([[EXPIRED.conditionId, '1']]);
  });
});
