import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../../src/domain/time.ts';
import { LedgerError } from '../../../../src/work/errors.ts';
import { madeUpFailure } from '../../../domain/failure/made-up-failure.ts';
import { NOON } from '../../../domain/world.ts';
import type { MemoryLedger } from '../../../fakes/memory-ledger.ts';
import { CONTOSO, contosoLedger } from '../contoso.ts';
import { type Answer, type DeskOptions, ledgerOf, typeCommand } from '../desk.ts';

/** Returns a host on which commands run in order; its clock only changes when the test sets it. */
async function host(): Promise<{
  readonly ledger: MemoryLedger;
  readonly type: (words: readonly string[], options?: DeskOptions) => Promise<Answer>;
}> {
  const ledger = await contosoLedger();
  return { ledger, type: (words, options) => typeCommand(words, { world: CONTOSO, ledger, ...options }) };
}

const add = (...words: readonly string[]): readonly string[] => ['silences', 'add', ...words, '--reason', 'ordered'];
const later = (ms: number): DeskOptions => ({ world: { ...CONTOSO, now: NOON + ms } });

describe('a silence', () => {
  it('is stored with its subject, the requester, the reason, and its end', async () => {
    const { ledger, type } = await host();
    const environment = { SUDO_USER: 'ann' };
    const words = ['--id', '12018,12014', '--level', 'warning', '--connector', 'client', '--name', '*.contoso.com'];
    const answer = await type(add(...words, '--store', 'let*', '--for', '7d'), { environment });
    expect(answer).toMatchObject({ code: 0, stderr: 'To end it: mailcertd silences expire 00000001\n' });
    expect(await ledger.outbox.silences()).toEqual([
      {
        silenceId: '00000001',
        match: {
          ids: [12018, 12014],
          levels: ['Warning'],
          connectors: ['Client MAIL01'],
          stores: ['let*'],
          names: ['*.contoso.com'],
        },
        startsAt: NOON,
        endsAt: NOON + 7 * DAY,
        isUntilCleared: false,
        conditionIds: [],
        reason: 'ordered',
        createdBy: 'root (sudo: ann)',
        createdAt: NOON,
      },
    ]);
  });

  it.each([
    ['--connector', 'imap.contoso.com', { connectors: ['Client MAIL01'] }],
    ['--connector', 'Client*', { connectors: ['Client*'] }],
    ['--thumbprint', '77:c0:a9:13', { thumbprints: ['77C0A913'.padEnd(40, '0')] }],
    ['--thumbprint', 'imap.contoso.com', { thumbprints: ['77C0A913'.padEnd(40, '0')] }],
    ['--thumbprint', 'ab'.repeat(20), { thumbprints: ['AB'.repeat(20)] }],
  ])('accepts %s %s like every command', async (option, word, match) => {
    const { ledger, type } = await host();
    expect((await type(add(option, word, '--for', '1h'))).code).toBe(0);
    expect((await ledger.outbox.silences())[0]?.match).toEqual(match);
  });

  it.each([
    ['--for', '90s', NOON + 90_000],
    ['--until', '2026-11-25', Date.UTC(2026, 10, 24, 15)],
    ['--until', '+2d', NOON + 2 * DAY],
  ])('lasts as %s %s says', async (option, value, endsAt) => {
    const { ledger, type } = await host();
    await type(add('--id', '12018', option, value));
    expect((await ledger.outbox.silences())[0]?.endsAt).toBe(endsAt);
  });

  it('until cleared covers the open conditions, and expires with them', async () => {
    const { ledger, type } = await host();
    const { stdout } = await type(add('--id', '12018', '--until-cleared'));
    expect(stdout).toContain('12018: The certificate for imap.contoso.com');
    const [silence] = await ledger.outbox.silences();
    const open = (await ledger.state('mail01.contoso.com')).open.filter(({ eventId }) => eventId === 12018);
    expect(silence).toMatchObject({ endsAt: undefined, conditionIds: open.map(({ conditionId }) => conditionId) });
    const { revision, open: all } = await ledger.state('mail01.contoso.com');
    const left = {
      records: [],
      open: all.filter(({ eventId }) => eventId !== 12018),
      memory: undefined,
      scan: undefined,
    };
    await ledger.commit('mail01.contoso.com', revision, left);
    expect(await type(['silences'])).toMatchObject({ stdout: '', stderr: 'No silences.\n' });
    expect((await type(['silences', '--all'])).stdout).toMatch(/^00000001 {2}ended /m);
  });

  it('until cleared is refused if it matches no open condition', async () => {
    const { ledger, type } = await host();
    const answer = await type(add('--id', '12015', '--until-cleared'));
    expect(answer).toMatchObject({ code: 2, stdout: '' });
    expect(answer.stderr).toBe(
      'mailcertd: cannot add a silence: no open condition matches, so it would end at once; give --for or --until instead of --until-cleared\n',
    );
    expect(await ledger.outbox.silences()).toEqual([]);
  });

  it('that covers nothing now says so', async () => {
    const { type } = await host();
    expect((await type(add('--name', '*.fabrikam.com', '--for', '1d'))).stdout).toContain('no open condition');
  });

  it.each([
    [
      ['--for', '1d'],
      'filters are missing; give one or more of --id, --level, --connector, --store, --thumbprint and --name',
    ],
    [['--id', '12018'], 'its end is missing; give one of --for 7d, --until TIME and --until-cleared'],
    [
      ['--id', '12018', '--for', '1d', '--until-cleared'],
      'its end is missing; give one of --for 7d, --until TIME and --until-cleared',
    ],
    [['--id', '12018', '--until', '2026-11-24T12:00Z'], '--until is in the past; give a later time'],
    [
      ['--id', '12999', '--for', '1d'],
      'there is no event 12999; mailcertd conditions lists the open conditions with their event IDs',
    ],
  ])('of %j is refused', async (words, why) => {
    const { ledger, type } = await host();
    const answer = await type(add(...words));
    expect(answer).toMatchObject({ code: 2, stdout: '', stderr: `mailcertd: cannot add a silence: ${why}\n` });
    expect(await ledger.outbox.silences()).toEqual([]);
  });

  it('requires a reason', async () => {
    const { type } = await host();
    expect((await type(['silences', 'add', '--id', '12018', '--for', '1d'])).stderr).toBe(
      'mailcertd: cannot add a silence: the reason is missing; give --reason TEXT\n',
    );
    for (const reason of [' ', 'x'.repeat(501)]) {
      expect((await type(['silences', 'add', '--id', '12018', '--for', '1d', '--reason', reason])).code).toBe(2);
    }
  });

  it('is refused in one line with the required account if the user has no permission', async () => {
    const line =
      'cannot write the event log /x: only root and the account of the daemon can write to it; run the command as one of them (sudo)';
    const openForWriting = async (): Promise<never> => {
      throw new LedgerError('/x', madeUpFailure(line));
    };
    const { type } = await host();
    const answer = await type(add('--id', '12018', '--for', '1d'), { notifications: { openForWriting } });
    expect(answer).toEqual({ code: 1, stdout: '', stderr: `mailcertd: ${line}\n`, screen: `mailcertd: ${line}\n` });
  });
});

describe('the silences', () => {
  it('are listed while they are active, and with --all after they expired', async () => {
    const { type } = await host();
    await type(add('--id', '12018', '--for', '1h'));
    expect((await type(['silences'], later(59 * MINUTE))).stdout).toContain('00000001');
    expect((await type(['silences', 'list'], later(HOUR))).stdout).toBe('');
    expect((await type(['silences', '--all'], later(HOUR))).stdout).toContain('00000001  ended');
  });

  it('are one JSON value, with times in UTC', async () => {
    const { type } = await host();
    await type(add('--id', '12018', '--for', '1h'));
    const { stdout } = await type(['silences', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        silenceId: '00000001',
        match: { ids: [12018] },
        startsAt: '2026-11-24T12:00:00Z',
        endsAt: '2026-11-24T13:00:00Z',
        reason: 'ordered',
        hasEnded: false,
        covered: [{ eventId: 12018 }],
      },
    ]);
  });

  it('show hostile reasons and requesters on one line', async () => {
    const { type } = await host();
    const reason = 'a\nb\x1b[2J\u202e';
    await type(['silences', 'add', '--id', '12018', '--for', '1h', '--reason', reason], {
      environment: { SUDO_USER: 'x\ny' },
    });
    for (const command of ['silences', 'conditions', 'status']) {
      const { stdout } = await type([command]);
      expect(stdout).toContain('a\\x0ab\\x1b[2J\\u202e');
      expect(stdout).toContain('root (sudo: x\\x0ay)');
    }
  });

  it('are unknown if no daemon has run', async () => {
    const answer = await typeCommand(['silences'], { world: CONTOSO });
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toMatch(/^No daemon has run here yet/);
    const json = await typeCommand(['silences', '--format', 'json'], { world: CONTOSO });
    expect(json).toMatchObject({ code: 1, stdout: 'null\n' });
  });
});

describe('silences expire', () => {
  it('accepts a prefix of the id, and lists the alerts that are sent now', async () => {
    const { ledger, type } = await host();
    await type(add('--id', '12018', '--for', '1h'));
    const answer = await type(['silences', 'expire', '0000'], later(MINUTE));
    expect(answer.stdout).toBe(
      'Silence 00000001 has ended. It matched 1 condition that is still open. Notifications that it suppressed are sent now, if there are any.\n',
    );
    expect(await ledger.outbox.silences()).toMatchObject([{ endsAt: NOON + MINUTE }]);
  });

  it('is refused for an expired one, an unknown one, or an ambiguous id', async () => {
    const { ledger, type } = await host();
    await type(add('--id', '12018', '--for', '1h'));
    expect((await type(['silences', 'expire', '00000001'], later(HOUR))).stderr).toBe(
      'mailcertd: cannot expire silence 00000001: it has already ended; mailcertd silences lists the active ones\n',
    );
    expect((await type(['silences', 'expire', 'ffff'])).stderr).toBe(
      'mailcertd: cannot find silence "ffff": no such ID; to list them: mailcertd silences\n',
    );
    const [silence] = await ledger.outbox.silences();
    if (silence !== undefined) await ledger.outbox.add({ ...silence, silenceId: '00000002' });
    expect((await type(['silences', 'expire', '0'])).stderr).toBe(
      'mailcertd: "0" matches more than one silence: "00000001", "00000002"; give more of the ID\n',
    );
  });
});

describe('a silenced condition', () => {
  it('is counted and marked, and the verdict is PROBLEM', async () => {
    const { type } = await host();
    await type(add('--id', '12018', '--until-cleared'));
    const { stdout } = await type(['status']);
    expect(stdout).toContain('PROBLEM   1 error, 2 warnings open, 1 of them silenced\n');
    expect(stdout).toContain(' silenced until resolved by root: ordered\n');
    expect(JSON.parse((await type(['conditions', '--format', 'json'])).stdout)).toMatchObject([
      { eventId: 12014, silencedBy: null },
      { eventId: 12018, silencedBy: '00000001' },
      { eventId: 1200, silencedBy: null },
    ]);
    await type(add('--id', '12014,1200', '--for', '1h'));
    expect((await type(['status'])).stdout).toContain('   1 error, 2 warnings open, all silenced\n');
    const { silenced } = JSON.parse((await type(['status', '--format', 'json'])).stdout);
    expect(Object.values(silenced)).toContainEqual(
      expect.objectContaining({ isUntilCleared: true, reason: 'ordered' }),
    );
  });

  it('does not make a check recover, and is named last', async () => {
    const world = { ...CONTOSO, certificates: CONTOSO.certificates?.filter(({ key }) => key.kind === 'matches') ?? [] };
    const ledger = await ledgerOf([{ ...world, now: NOON - MINUTE }]);
    const type = (words: readonly string[]): Promise<Answer> => typeCommand(words, { world, ledger });
    await type(add('--id', '12014', '--for', '1h'));
    const { code, stdout } = await type(['check']);
    expect(code).toBe(2);
    expect(stdout).toContain(
      'MAILCERTD CRITICAL - 1 error, 1 warning open, 1 of them silenced: Certificate for mail.contoso.com is',
    );
  });
});
