import { utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SettingsState } from '../../../src/adapters/discovery/settings-state.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';

const T = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-01T01:00:00Z');

test('the state of settings changes with contents and names, not with times', async () => {
  using directory = temporaryDirectory();
  const paths = [directory.write('conf.d/a.conf', 'one'), directory.at('conf.d'), directory.at('missing.conf')];
  const [file = ''] = paths;
  utimesSync(file, T, T);
  utimesSync(directory.at('conf.d'), T, T);
  const state = new SettingsState();
  const first = await state.read(paths);
  expect(first.changedAt).toBe(T.getTime());
  utimesSync(file, LATER, LATER);
  expect(await state.read(paths)).toEqual(first);
  // Another file in the directory may be a new part of the settings, but was not read yet.
  directory.write('conf.d/other', 'x');
  const second = await state.read(paths);
  expect([second.identity === first.identity, second.digest]).toEqual([false, first.digest]);
  directory.write('conf.d/a.conf', 'two');
  const third = await state.read(paths);
  expect([third.identity === second.identity, third.digest === second.digest]).toEqual([false, false]);
  expect(third.changedAt).toBeGreaterThan(LATER.getTime());
  expect((await new SettingsState().read(paths)).digest).toBe(third.digest);
});

test('a file that is too large is identified by its metadata', async () => {
  using directory = temporaryDirectory();
  const path = directory.write('table', 'x'.repeat(2 * 1024 * 1024));
  utimesSync(path, T, T);
  const before = await new SettingsState().read([path]);
  utimesSync(path, LATER, LATER);
  expect((await new SettingsState().read([path])).digest).not.toBe(before.digest);
});
