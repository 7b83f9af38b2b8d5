import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { DAY, HOUR, SECOND } from '../../../../src/domain/time.ts';
import { LedgerError } from '../../../../src/work/errors.ts';
import { madeUpFailure } from '../../../domain/failure/made-up-failure.ts';
import { said } from '../../../domain/failure/said.ts';
import { NOON } from '../../../domain/world.ts';
import { CONTOSO } from '../contoso.ts';
import { contosoDesk } from '../contoso-desk.ts';
import { CONTOSO_DELIVERIES } from '../contoso-notifications.ts';
import { type Answer, type DeskOptions, typeCommand } from '../desk.ts';

const listed = ({ stdout }: Answer): readonly string[] =>
  stdout.split('\n').flatMap((line) => /^\S+ {2}([0-9a-f]{4})[0-9a-f]{4} /.exec(line)?.[1] ?? []);

/**
 * A time when the records of ten o'clock are older than 400 days, and the deliveries of two seconds
 * later are not.
 */
const PRUNED_AT = NOON - 2 * HOUR + SECOND + 400 * DAY;

describe('the deliveries', () => {
  it.each([
    ['deliveries', ['1f6d', '2b9e', '3c8d', '4d7c', '5e6b']],
    ['deliveries list -n 2', ['4d7c', '5e6b']],
    ['deliveries --notifier mail', ['2b9e', '5e6b']],
    ['deliveries --state pending', ['5e6b']],
    ['deliveries --state delivered,canceled --notifier ops', ['4d7c']],
    ['deliveries --since 3h', ['3c8d', '4d7c', '5e6b']],
    ['deliveries --since 3h --last 1', ['5e6b']],
  ])('of `%s` are these, oldest first', async (command, ids) => {
    const { type } = await contosoDesk();
    expect(listed(await type(command))).toEqual(ids);
  });

  it('that have waited for their group are pending, whether or not a worker has taken them', async () => {
    const { ledger, type } = await contosoDesk();
    const delivery = (deliveryId: string, dueAt: number) => ({
      ...{ deliveryId, notifier: 'ops', groupKey: '[]', createdAt: NOON - 2, dueAt, retryUntil: NOON + HOUR },
      records: [{ eventRecordId: 2, conditionId: undefined, isFirst: false }],
    });
    const deliveries = [delivery('abcd0000', NOON - 1), delivery('bcde0000', NOON + DAY)];
    await ledger.outbox.storeRouted(
      'ops',
      3,
      { deliveries, additions: [], suppressed: [], unsuppressed: [] },
      NOON - 2,
    );
    expect(listed(await type('deliveries --notifier ops --state pending'))).toEqual(['abcd', 'bcde']);
    expect(listed(await type('deliveries --state grouping'))).toEqual(['bcde']);
    expect((await type('deliveries show abcd')).stdout).toMatch(/^state +pending$/m);
  });

  it('are limited to the newest 50, and the output says so', async () => {
    const { ledger, type } = await contosoDesk();
    const delivery = (deliveryId: string, createdAt: number) => ({
      deliveryId,
      notifier: 'ops',
      groupKey: '[]',
      createdAt,
      dueAt: createdAt,
      retryUntil: createdAt + HOUR,
      records: [{ eventRecordId: 2, conditionId: undefined, isFirst: false }],
    });
    const deliveries = Array.from({ length: 60 }, (_, index) => delivery(`a${100_000_000 + index}`, NOON));
    await ledger.outbox.storeRouted('ops', 3, { deliveries, additions: [], suppressed: [], unsuppressed: [] }, NOON);
    const { stdout, stderr } = await type('deliveries');
    expect(stdout.match(/\n/g)).toHaveLength(51);
    expect(stderr).toBe('Only the last 50 are listed. To list more: -n COUNT\n');
    expect((await type('deliveries -n 60')).stderr).toBe('');
  });

  it('are one JSON value, each with its last attempt', async () => {
    const { type } = await contosoDesk();
    const { stdout } = await type('deliveries --notifier mail --format json');
    expect(JSON.parse(stdout)).toMatchObject([
      {
        deliveryId: expect.stringMatching(/^2b9e/),
        state: 'delivered',
        lastAttempt: { outcome: { kind: 'delivered' } },
      },
      {
        createdAt: '2026-11-24T10:00:02Z',
        dueAt: '2026-11-24T12:17:02Z',
        state: 'pending',
        attempts: 12,
        records: [{ eventRecordId: 2 }, { eventRecordId: 3 }],
        lastAttempt: { attempt: 12, durationMs: 1200, outcome: { kind: 'retry', reason: 'server_error' } },
      },
    ]);
  });

  it.each([
    ['none matches', 'deliveries --notifier missing', 0, 'No delivery matches.\n'],
    [
      'a state is mistyped',
      'deliveries --state faild',
      2,
      'mailcertd deliveries list: option --state <states>: "faild" is invalid; did you mean failed?; see mailcertd deliveries list --help\n',
    ],
    ['a command is mistyped', 'deliveries shwo', 2, 'mailcertd: there is no command "shwo"; did you mean show?\n'],
  ])('have a message if %s', async (_, command, code, stderr) => {
    const { type } = await contosoDesk();
    expect(await type(command)).toMatchObject({ code, stdout: '', stderr });
  });

  it('are unknown if no daemon has run', async () => {
    const answer = await typeCommand(['deliveries'], { world: CONTOSO });
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toMatch(/^No daemon has run here yet/);
  });
});

describe('one delivery', () => {
  it('is found by its id or a prefix of it', async () => {
    const { type } = await contosoDesk();
    expect((await type('deliveries show 4D7C')).stdout).toMatch(/^Delivery 4d7c6a32-\S+ to ops\n/);
    expect(await type('deliveries show ffff')).toMatchObject({
      code: 2,
      stderr: 'mailcertd: cannot find delivery "ffff": no such ID; to list them: mailcertd deliveries\n',
    });
  });

  it('is shown with every attempt, output line by line, escaped', async () => {
    const { ledger, type } = await contosoDesk();
    const [waiting] = await ledger.outbox.deliveries({ idPrefix: '5e6b' });
    const outcome = {
      kind: 'rejected',
      reason: 'hook_failed',
      failure: said('10-x\ny: exit code 1\nwiped \x1b[2J screen\r\n\u202egnp.exe'),
      disable: false,
    } as const;
    const attempt = { attempt: 13, startedAt: NOON, durationMs: 31_000, outcome };
    await ledger.outbox.storeAttempt(waiting?.deliveryId ?? '', attempt, 'failed');
    const { stdout } = await type('deliveries show 5e6b');
    expect(stdout).toContain(
      [
        '13  2026-11-24T21:00:00+09:00  rejected: the hook failed, after 31.0 s',
        '   10-x',
        '   y: exit code 1',
        '   wiped \\x1b[2J screen',
        '   \\u202egnp.exe\n',
      ].join('\n'),
    );
    expect(stdout).toContain('\nstate    failed\n');
    expect(stdout).not.toContain('next attempt');
    const shown = JSON.parse((await type('deliveries show 5e6b --format json')).stdout);
    expect(shown.eventRecords).toHaveLength(2);
    expect(shown.attemptResults).toHaveLength(13);
    expect(shown.attemptResults[12].outcome.detail).toBe(failureText(outcome.failure, 'en'));
  });

  it('whose records are pruned has their numbers', async () => {
    const { ledger, type } = await contosoDesk();
    await ledger.outbox.deleteOtherNotifiers([]);
    const { revision } = await ledger.state('mail01.contoso.com');
    await ledger.commit('mail01.contoso.com', revision, { records: [], open: [], memory: undefined, scan: undefined });
    await ledger.prune({ records: 1000, days: 400 }, PRUNED_AT);
    const { stdout } = await type('deliveries show 3c8d');
    expect(stdout).toContain('record #2 (deleted by retention)');
  });
});

describe('a resend', () => {
  it('is a new delivery of the same records, with a new id, and names the repeated one', async () => {
    const { ledger, type } = await contosoDesk();
    const { stdout, stderr, code } = await type('deliveries resend 4d7c --format json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      deliveryId: '6f5a8854-40bb-4d42-9e82-ad5160708e06',
      repeats: '4d7c6a32-2e99-4b20-9c60-8b3f4e5d6c04',
      notifier: 'ops',
      state: 'pending',
      records: [{ eventRecordId: 2 }],
      isDaemonRunning: false,
    });
    expect(await ledger.outbox.deliveries({ states: ['pending'], notifier: 'ops' })).toMatchObject([
      { createdAt: NOON },
    ]);
  });

  it('says that it waits for a daemon only if none runs', async () => {
    const { type } = await contosoDesk();
    const notifications = { ...CONTOSO_DELIVERIES, isDaemonRunning: async () => true };
    expect((await type('deliveries resend 4d7c', { notifications })).stderr).toBe('');
  });

  it('is refused for a pending delivery, for a test, and to a notifier that is not configured', async () => {
    const { type } = await contosoDesk();
    await type('notifiers test hooks');
    const refused = async (id: string, options?: DeskOptions): Promise<string> => {
      const { code, stderr, stdout } = await type(`deliveries resend ${id}`, options);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      return stderr.replace(/^mailcertd: cannot resend delivery \S+: /, '').trimEnd();
    };
    expect(await refused('5e6b')).toMatch(/^it is still pending and is retried automatically/);
    expect(await refused('6f5a')).toBe('it was a test; to send another one: mailcertd notifiers test hooks');
    expect(await refused('4d7c', { notifiers: [] })).toBe('the configuration no longer has notifier ops');
  });

  it.each(['en', 'ja'])('of a pending delivery is refused with a complete command to show it: %s', async (locale) => {
    const { ledger, type } = await contosoDesk();
    const id = (await ledger.outbox.deliveries({ idPrefix: '5e6b' }))[0]?.deliveryId ?? '';
    const { code, stderr } = await type(`--locale ${locale} deliveries resend 5e6b`);
    expect(code).toBe(1);
    const command = stderr.slice(stderr.indexOf('mailcertd deliveries')).trimEnd();
    expect(command).toBe(`mailcertd deliveries show ${id}`);
    const shown = await type(command.replace('mailcertd ', ''));
    expect(shown).toMatchObject({ code: 0, stderr: '' });
  });

  it('is refused if the log does not have its records any more', async () => {
    const { ledger, type } = await contosoDesk();
    await ledger.outbox.deleteOtherNotifiers([]);
    const { revision } = await ledger.state('mail01.contoso.com');
    await ledger.commit('mail01.contoso.com', revision, { records: [], open: [], memory: undefined, scan: undefined });
    await ledger.prune({ records: 1000, days: 400 }, PRUNED_AT);
    expect((await type('deliveries resend 4d7c')).stderr).toContain(
      'some of its records have been deleted by retention',
    );
  });

  it('is refused in one line if the account has no write permission', async () => {
    const openForWriting = async (): Promise<never> => {
      throw new LedgerError(
        '/x',
        madeUpFailure('cannot write the event log /x: only root and the account of the daemon may'),
      );
    };
    const { type } = await contosoDesk();
    const answer = await type('deliveries resend 4d7c', { notifications: { ...CONTOSO_DELIVERIES, openForWriting } });
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toBe(
      'mailcertd: cannot write the event log /x: only root and the account of the daemon may\n',
    );
  });
});
