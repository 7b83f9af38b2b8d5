import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressText } from '../../../../src/adapters/cli/progress/progress-text.ts';
import { terminalWidth } from '../../../../src/formats/terminal/terminal-width.ts';
import { visible } from '../../../../src/formats/terminal/visible.ts';
import type { Activity, Progress } from '../../../../src/work/ports/progress.ts';

const STORE: Progress = { activity: 'read', name: 'letsencrypt', done: 45_120, total: 100_000 };
const WIDE = { columns: 200, elapsedMs: 4500 };

const en = (progress: Progress, elapsedMs = 4500): string =>
  progressText(progress, { ...WIDE, elapsedMs, locale: 'en' });
const ja = (progress: Progress, elapsedMs = 4500): string =>
  progressText(progress, { ...WIDE, elapsedMs, locale: 'ja' });

describe('a progress line', () => {
  it('has the activity, the count, the rate and the remaining time', () => {
    expect(en(STORE)).toBe('Reading store "letsencrypt": 45120 of 100000 files, 10027/s, 6 s left');
    expect(ja(STORE)).toBe('「letsencrypt」を読み取り中: ファイル 45120/100000 個、毎秒 10027、残り 6 秒');
  });

  it.each<[Progress, string, string]>([
    [
      { activity: 'discover', done: 0, total: 7 },
      'Discovering servers: 0 of 7 sources',
      'サーバーを検出中: 検出元 0/7 個',
    ],
    [
      { activity: 'read', name: 'file:/etc/ssl/a.pem', done: 0, total: 1 },
      'Reading /etc/ssl/a.pem: 0 of 1 file',
      '/etc/ssl/a.pem を読み取り中: ファイル 0/1 個',
    ],
    [
      { activity: 'probe', done: 0, total: 40 },
      'Probing servers: 0 of 40 connectors',
      'サーバーの接続確認中: コネクタ 0/40 個',
    ],
    [
      { activity: 'probe-server', name: 'smtp://mx.contoso.com:25', done: 0, total: 2 },
      'Probing smtp://mx.contoso.com:25: 0 of 2 addresses',
      'smtp://mx.contoso.com:25 の接続確認中: アドレス 0/2 個',
    ],
    [{ activity: 'export', done: 0, total: 1 }, 'Exporting: 0 of 1 event', 'エクスポート中: イベント 0/1 件'],
    [{ activity: 'back-up', done: 0, total: 48_100_000 }, 'Backing up: 0 of 49 MB', 'バックアップ中: 0/49 MB'],
    [{ activity: 'restore', done: 0, total: undefined }, 'Restoring: 0 MB', '復元中: 0 MB'],
  ])('names the activity and its unit: %j', (progress, english, japanese) => {
    expect(en(progress)).toBe(english);
    expect(ja(progress)).toBe(japanese);
  });

  it('has only the size of a copy that is checked, because nothing is counted meanwhile', () => {
    const checking: Progress = { activity: 'back-up', done: 24_000_000, total: 48_100_000, isChecking: true };
    expect(en(checking)).toBe('Checking the copy: 49 MB');
    expect(ja(checking)).toBe('コピーを検証中: 49 MB');
    expect(progressText(checking, { columns: 10, elapsedMs: 0, locale: 'en' }).length).toBeLessThanOrEqual(10);
  });

  it('has no remaining time without a total, and no rate at the end', () => {
    expect(en({ ...STORE, total: undefined })).toBe('Reading store "letsencrypt": 45120 files, 10027/s');
    expect(en({ ...STORE, done: 1, total: undefined }, 1000)).toContain(': 1 file, 1.0/s');
    expect(en({ ...STORE, done: 100_000 })).toBe('Reading store "letsencrypt": 100000 of 100000 files');
  });

  it.each([
    [999, 'Exporting: 500 of 1000 events'],
    [1000, 'Exporting: 500 of 1000 events, 500/s, 1 s left'],
    [1001, 'Exporting: 500 of 1000 events, 500/s, 2 s left'],
  ])('has a rate after a second (%i ms)', (elapsedMs, text) => {
    expect(en({ activity: 'export', done: 500, total: 1000 }, elapsedMs)).toBe(text);
  });

  it('has a slow rate with a decimal, and a long remaining time in minutes', () => {
    expect(en({ activity: 'probe', done: 3, total: 40 }, 10_000)).toBe(
      'Probing servers: 3 of 40 connectors, 0.3/s, 2 m left',
    );
    expect(en({ activity: 'back-up', done: 12_000_000, total: 48_000_000 }, 2000)).toBe(
      'Backing up: 12 of 48 MB, 6.0 MB/s, 6 s left',
    );
  });

  it('has a larger total if more is done than was expected', () => {
    expect(en({ ...STORE, done: 11, total: 10 }, 0)).toContain('11 of 11 files');
  });

  it('escapes a name that would change the terminal', () => {
    expect(en({ ...STORE, name: 'a\x1b[2J\n\u202eb' }, 0)).toContain('store "a\\x1b[2J\\x0a\\u202eb"');
  });

  it.each([
    [
      68,
      'Reading store "letsencry…": 45120 of 100000 files, 10027/s, 6 s left',
      'ファイル 45120/100000 個、毎秒 10027、残り 6 秒',
    ],
    [
      74,
      'Reading store "letsencrypt": 45120 of 100000 files, 10027/s, 6 s left',
      '「letsencr…」を読み取り中: ファイル 45120/100000 個、毎秒 10027、残り 6 秒',
    ],
    [60, '45120 of 100000 files, 10027/s, 6 s left', 'ファイル 45120/100000 個、毎秒 10027、残り 6 秒'],
    [30, '45120 of 100000 files', 'ファイル 45120/100000 個'],
    [10, '45120 of …', 'ファイル …'],
    [0, '', ''],
  ])('fits into %i columns', (columns, english, japanese) => {
    expect(progressText(STORE, { columns, elapsedMs: 4500, locale: 'en' })).toBe(english);
    expect(progressText(STORE, { columns, elapsedMs: 4500, locale: 'ja' })).toBe(japanese);
  });

  it('is one visible line within the columns, for every name', () => {
    const activity = fc.constantFrom<Activity>(
      'discover',
      'read',
      'probe',
      'probe-server',
      'export',
      'back-up',
      'restore',
    );
    fc.assert(
      fc.property(
        fc.record({
          activity,
          name: fc.string({ unit: 'binary' }),
          done: fc.nat(),
          total: fc.option(fc.nat(), { nil: undefined }),
        }),
        fc.record({ columns: fc.nat(120), elapsedMs: fc.nat(100_000), locale: fc.constantFrom('en', 'ja') }),
        (progress, view) => {
          const text = progressText(progress, view);
          expect(visible(text)).toBe(text);
          expect(terminalWidth(text)).toBeLessThanOrEqual(view.columns);
        },
      ),
    );
  });
});
