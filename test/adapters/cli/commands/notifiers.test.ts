import { describe, expect, it } from 'vitest';
import { REASONS } from '../../../../src/domain/failure/problem.ts';
import type { NotifierTester, Outcome } from '../../../../src/work/ports/outputs.ts';
import { said } from '../../../domain/failure/said.ts';
import { NOON } from '../../../domain/world.ts';
import { CONTOSO } from '../contoso.ts';
import { contosoDesk } from '../contoso-desk.ts';
import { CONTOSO_DELIVERIES, CONTOSO_NOTIFIERS } from '../contoso-notifications.ts';
import { type DeskOptions, typeCommand } from '../desk.ts';

const answering = (outcome: Outcome, account = 'mailcertd'): DeskOptions => ({
  notifications: {
    ...CONTOSO_DELIVERIES,
    openTester: async (): Promise<NotifierTester> => ({ account, test: async () => outcome }),
  },
});

describe('the notifiers', () => {
  it('are one JSON value, with their attempts by outcome and reason', async () => {
    const { type } = await contosoDesk();
    const found = JSON.parse((await type('notifiers --format json')).stdout);
    expect(found.map(({ name }: { readonly name: string }) => name)).toEqual(['hooks', 'ops', 'mail', 'am', 'alive']);
    expect(found[0]).not.toHaveProperty('notifier');
    const status = JSON.parse((await type('status --format json')).stdout);
    expect(status.notifiers).toEqual(found);
    expect(found[2]).toMatchObject({
      name: 'mail',
      type: 'mail',
      match: { levels: ['Error', 'Warning'] },
      waiting: 1,
      waitingSince: '2026-11-24T10:00:02Z',
      nextAt: '2026-11-24T12:17:02Z',
      deliveredAt: '2026-11-24T08:00:02Z',
      failing: { since: '2026-11-24T10:00:02Z', reason: 'server_error', detail: 'RCPT TO: 451 4.3.0 try again later' },
      isDisabled: false,
      outcomes: [
        { outcome: 'delivered', reason: null, count: 1 },
        { outcome: 'retry', reason: 'server_error', count: 12 },
      ],
    });
  });

  it('for Alertmanager and heartbeats are listed with their state', async () => {
    const { ledger, type } = await contosoDesk();
    const before = JSON.parse((await type('notifiers --format json')).stdout);
    expect(before[4]).toMatchObject({
      ...{ name: 'alive', waiting: 0, nextAt: null, deliveredAt: '2026-11-24T11:58:00Z', failing: null },
      lastFailure: { at: '2026-11-24T11:52:00Z', reason: 'timed_out' },
      outcomes: [
        { outcome: 'delivered', reason: null, count: 2 },
        { outcome: 'retry', reason: 'timed_out', count: 1 },
      ],
    });
    const gone: Outcome = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410'), disable: true };
    await ledger.outbox.recordOutcome('am', NOON, gone);
    expect((await type('notifiers')).stdout).toMatch(
      / 2026-11-24T20:59:40\+09:00 +0 +disabled since 2026-11-24T21:00:00\+09:00, until the configuration is reloaded: the address no longer exists \(gone\): HTTP 410\n +delivered 2, rejected 1 \(the address no longer exists\)\n/,
    );
    expect((await type('status')).stdout).toContain('   am: disabled since 2026-11-24T21:00:00+09:00');
    expect((await type('check')).stdout).toContain(
      '; notifier am has failed since 2026-11-24T21:00:00+09:00 (the address no longer exists; disabled until the configuration is reloaded)',
    );
  });

  it('that are disabled are listed with the time since when, the reason, and the end', async () => {
    const { ledger, type } = await contosoDesk();
    const [waiting] = await ledger.outbox.deliveries({ idPrefix: '5e6b' });
    const gone: Outcome = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410\nbye'), disable: true };
    const attempt = { attempt: 13, startedAt: NOON, durationMs: 5, outcome: gone };
    await ledger.outbox.storeAttempt(waiting?.deliveryId ?? '', attempt, 'disabled');
    const { stdout } = await type('notifiers');
    expect(stdout).toContain(
      'disabled since 2026-11-24T19:00:02+09:00, until the configuration is reloaded: the address no longer exists (gone): HTTP 410\n',
    );
    expect(stdout).toContain('failed 12 (server error), rejected 1 (the address no longer exists)\n');
    const screen = (await type('status')).stdout;
    expect(screen).toContain('mail: disabled since 2026-11-24T19:00:02+09:00');
    expect(screen).toContain(
      'UNKNOWN   notifier mail has failed since 2026-11-24T19:00:02+09:00 (the address no longer exists; disabled until the configuration is reloaded)\n',
    );
  });

  it('are an empty list if the configuration has none', async () => {
    const { type } = await contosoDesk();
    const answer = await type('notifiers', { notifiers: [] });
    expect(answer).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(/has no notifiers/) });
  });

  it('are listed before the first start', async () => {
    const { stdout } = await typeCommand(['notifiers'], { world: CONTOSO, notifiers: CONTOSO_NOTIFIERS });
    expect(stdout).toMatch(/^ops +webhook +levels: Error; changes: raised, cleared +- +0 +-$/m);
  });

  it('with hostile names stay on one line', async () => {
    const notifiers = CONTOSO_NOTIFIERS.slice(0, 1).map((each) => ({ ...each, name: 'a\nb\x1b[2J' }));
    for (const command of ['notifiers', 'status']) {
      const { stdout } = await typeCommand([command], { world: CONTOSO, notifiers });
      expect(stdout).toContain('a\\x0ab\\x1b[2J');
    }
  });
});

describe('a test alert', () => {
  it('that arrives names the account, and is stored', async () => {
    const { ledger, type } = await contosoDesk();
    const answer = await type('notifiers test ops');
    expect(answer.code).toBe(0);
    expect(answer.stdout).toBe('Sent a test to ops (webhook) as mailcertd in 14 ms\n  HTTP 204\n');
    const [kept] = await ledger.outbox.deliveries({ last: 1 });
    expect(kept).toMatchObject({ notifier: 'ops', state: 'delivered', attempts: 1, records: [], createdAt: NOON });
    expect((await type('deliveries -n 1')).stdout).toMatch(/ ops +delivered +1 +a marked test\n/);
    expect((await type('deliveries show 6f5a')).stdout).toContain('\ncontent  a marked test\n');
  });

  it('that fails is one line with the reason and the fix, and exit 1', async () => {
    const { ledger, type } = await contosoDesk();
    const detail = '10-x: exit code 3, after 0.1 s\nno such \x1b[1mqueue\r\n';
    const answer = await type(
      'notifiers test hooks',
      answering({ kind: 'retry', reason: 'hook_failed', failure: said(detail), notBefore: undefined }),
    );
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr.split('\n')).toEqual([
      'mailcertd: cannot notify "hooks" (exec) as mailcertd: the hook failed (hook_failed): 10-x: exit code 3, after 0.1 s; the hook must exit with code 0: check its output',
      '  no such \\x1b[1mqueue',
      '  ',
      'More: mailcertd deliveries show 6f5a8854-40bb-4d42-9e82-ad5160708e06',
      '',
    ]);
    expect(await ledger.outbox.deliveries({ last: 1 })).toMatchObject([{ state: 'failed' }]);
  });

  it('is one JSON value, whatever its outcome', async () => {
    const { type } = await contosoDesk();
    const failed: Outcome = { kind: 'rejected', reason: 'gone', failure: said('HTTP 410'), disable: true };
    const answer = await type('notifiers test ops --format json', answering(failed));
    expect(answer.code).toBe(1);
    expect(JSON.parse(answer.stdout)).toMatchObject({
      name: 'ops',
      type: 'webhook',
      account: 'mailcertd',
      deliveryId: '6f5a8854-40bb-4d42-9e82-ad5160708e06',
      attempt: { startedAt: '2026-11-24T12:00:00Z', outcome: { kind: 'rejected', reason: 'gone' } },
    });
  });

  it('has a fix for every reason of a failed notification, in both languages', async () => {
    const { type } = await contosoDesk();
    const causes = REASONS.slice(REASONS.indexOf('host_not_found'), REASONS.indexOf('backlog_exceeded'));
    const printed = new Set<string>();
    for (const reason of causes) {
      const outcome: Outcome = { kind: 'rejected', reason, failure: said(), disable: false };
      for (const locale of ['en', 'ja'] as const) {
        const { stderr } = await type('notifiers test ops', { ...answering(outcome), locale });
        expect(stderr).toContain(reason);
        expect(stderr).not.toContain('mailcertd config');
        printed.add((stderr.split('\n')[0] ?? '').replace(reason, ''));
      }
    }
    expect(printed.size).toBe(2 * causes.length);
  });

  it('is possible before the first start, and is not stored then', async () => {
    const given = { world: CONTOSO, notifiers: CONTOSO_NOTIFIERS, notifications: CONTOSO_DELIVERIES };
    const answer = await typeCommand(['notifiers', 'test', 'ops'], given);
    expect(answer).toMatchObject({
      code: 0,
      stderr: 'No daemon has run here yet, so the result of the test is not stored.\n',
    });
  });

  it('to an unknown notifier is refused', async () => {
    const { type } = await contosoDesk();
    expect(await type('notifiers test mial')).toMatchObject({
      code: 2,
      stderr: 'mailcertd: cannot find notifier "mial": no such name; did you mean "mail"?\n',
    });
    expect((await type('notifiers test pager')).stderr).toBe(
      'mailcertd: cannot find notifier "pager": no such name; known notifiers: "hooks", "ops", "mail", "am", "alive"\n',
    );
  });
});
