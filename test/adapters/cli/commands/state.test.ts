import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BACKUP_FAILURES } from '../../../../src/domain/failure/backup-failures.ts';
import type { StateBackup } from '../../../../src/domain/status/state-backup.ts';
import { BackupError } from '../../../../src/work/errors.ts';
import type { StateOperations } from '../../../../src/work/operations/state-operations.ts';
import { type Answer, type DeskOptions, typeCommand } from '../desk.ts';

const BACKUP: StateBackup = {
  program: '1.2.3',
  createdAt: Date.UTC(2026, 10, 24, 11),
  schemaVersion: 2,
  size: 4096,
  lastRecordId: 7,
  computers: ['mail01.contoso.com'],
};
const FILE = '/root/state.backup';

/** Runs `state` on a host without an event log, and returns its answer and the requests. */
async function type(
  words: readonly string[],
  options: DeskOptions = {},
  state: Partial<StateOperations> = {},
): Promise<Answer & { readonly requests: readonly unknown[] }> {
  const requests: unknown[] = [];
  const answer = await typeCommand(['state', ...words], {
    ...options,
    state: {
      backUp: async (target) => {
        requests.push(target);
        return BACKUP;
      },
      restore: async (path) => {
        requests.push(path);
        return { backup: BACKUP, stateDirectory: '/var/lib/mailcertd', previousPath: undefined, supportedSchema: 2 };
      },
      ...state,
    },
  });
  return { ...answer, requests };
}

describe('state backup', () => {
  it('prints what is in the backup', async () => {
    expect(await type(['backup', FILE])).toMatchObject({
      ...{ code: 0, stderr: '', requests: [{ path: FILE, replaces: false }] },
      stdout: `Backed up the state of mail01.contoso.com to ${FILE} (events up to record 7)\n`,
    });
  });

  it('replaces a file with --force, and resolves its path', async () => {
    const { requests } = await type(['backup', '--force', 'state.backup']);
    expect(requests).toEqual([{ path: resolve('state.backup'), replaces: true }]);
  });

  it('prints nothing with --quiet, except the requested JSON', async () => {
    expect((await type(['backup', '-q', FILE])).stdout).toBe('');
    const { stdout } = await type(['backup', '-q', FILE, '--format', 'json']);
    expect(JSON.parse(stdout)).toEqual({ file: FILE, ...BACKUP, createdAt: '2026-11-24T11:00:00Z' });
  });

  it('has one line for a failure, with exit code 1', async () => {
    const cause = BACKUP_FAILURES.backed_up_log_damaged({ error: 'SQLITE_CORRUPT' });
    const failure = new BackupError(FILE, BACKUP_FAILURES.state_not_backed_up({ path: FILE, cause }));
    const backUp = async (): Promise<never> => Promise.reject(failure);
    expect(await type(['backup', FILE], {}, { backUp })).toMatchObject({
      ...{ code: 1, stdout: '' },
      stderr: `mailcertd: cannot back up the state to ${FILE}: the event log is damaged (SQLITE_CORRUPT); restart the daemon, which repairs it, then back up again\n`,
    });
  });

  it('requires a file', async () => {
    expect(await type(['backup'])).toMatchObject({ code: 2, requests: [] });
  });
});

describe('state restore', () => {
  it('prints what was restored, and how the daemon is started', async () => {
    expect(await type(['restore', FILE])).toMatchObject({
      ...{ code: 0, stderr: '', requests: [FILE] },
      stdout: `Restored the state of mail01.contoso.com from ${FILE} of 2026-11-24T20:00:00+09:00 (events up to record 7)
To start the daemon: systemctl start mailcertd
`,
    });
  });

  it('prints where the previous event log is, also with --quiet', async () => {
    const previousPath = '/var/lib/mailcertd/ledger.db.before-restore-20261124T110000000Z';
    const restore = async () => ({
      ...{ backup: BACKUP, stateDirectory: '/var/lib/mailcertd', previousPath, supportedSchema: 2 },
    });
    expect((await type(['restore', FILE, '-q'], {}, { restore })).stdout).toBe(
      `The previous event log: ${previousPath}\n`,
    );
    const { stdout } = await type(['restore', FILE, '--format', 'json'], {}, { restore });
    expect(JSON.parse(stdout)).toMatchObject({ file: FILE, previousPath, stateDirectory: '/var/lib/mailcertd' });
  });

  it.each([
    ['en', /^Before you downgrade mailcertd, do not start the daemon: .* from format 2 to 3,.*\nTo start the daemon/m],
    ['ja', /^mailcertd をダウングレードする場合は、.*形式 2 から 3 に.*\nデーモンを起動する/m],
  ] as const)(
    'says that the daemon will upgrade an older backup, which ends a downgrade, in %s',
    async (locale, note) => {
      const restored = { backup: BACKUP, stateDirectory: '/var/lib/mailcertd', previousPath: undefined };
      const restore = async () => ({ ...restored, supportedSchema: 3 });
      expect((await type(['restore', FILE], { locale }, { restore })).stdout).toMatch(note);
    },
  );

  it.each([
    ['en', 'The backup is of mail02.contoso.com, and this computer is mail01.contoso.com: it does not show'],
    ['ja', 'バックアップは mail02.contoso.com のものですが、このコンピューターは mail01.contoso.com のため'],
  ] as const)('says that the backup is of another computer, in %s', async (locale, note) => {
    const backup = { ...BACKUP, computers: ['mail02.contoso.com'] };
    const restore = async () => ({
      backup,
      stateDirectory: '/var/lib/mailcertd',
      previousPath: undefined,
      supportedSchema: 2,
    });
    const { code, stderr } = await type(['restore', FILE], { locale }, { restore });
    expect(code).toBe(0);
    expect(stderr).toContain(note);
  });
});

describe('state', () => {
  it('prints its help without a subcommand, and refuses an unknown one', async () => {
    expect((await type([])).stdout).toContain('backup <file>');
    expect(await type(['bakcup'])).toMatchObject({ code: 2, stderr: expect.stringContaining('backup') });
  });
});
