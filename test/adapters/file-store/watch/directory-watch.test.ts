import { mkdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DirectoryWatch } from '../../../../src/adapters/file-store/watch/directory-watch.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

test('that folders stay unwatched for want of watches is told once, with the limit', () => {
  using folder = temporaryFolder();
  const told: string[] = [];
  using watch = new DirectoryWatch(
    () => undefined,
    (why) => void told.push(why),
    2,
  );
  for (const name of ['a', 'b', 'c', 'd']) {
    mkdirSync(folder.at(name));
    watch.onFolder(folder.at(name), statSync(folder.at(name)));
    expect(told.length).toBe(name < 'c' ? 0 : 1);
  }
  expect(told).toEqual(['more than 2 folders']);
});
