import { mkdirSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DirectoryWatch } from '../../../../src/adapters/file-store/watch/directory-watch.ts';
import { failureText } from '../../../../src/domain/failure/failure-text.ts';
import { temporaryDirectory } from '../../../fixtures/temporary-directory.ts';

test('missing watches of directories are reported once, with the limit', () => {
  using directory = temporaryDirectory();
  const events: string[] = [];
  using watch = new DirectoryWatch(
    () => undefined,
    (limit) => void events.push(failureText(limit, 'en')),
    2,
  );
  for (const name of ['a', 'b', 'c', 'd']) {
    mkdirSync(directory.at(name));
    watch.onDirectory(directory.at(name), statSync(directory.at(name)));
    expect(events.length).toBe(name < 'c' ? 0 : 1);
  }
  expect(events).toEqual(['more than 2 directories']);
});

test('the watch is complete if every directory of the latest scan is watched', () => {
  using directory = temporaryDirectory();
  using watch = new DirectoryWatch(
    () => undefined,
    () => undefined,
    2,
  );
  const scan = (...names: readonly string[]): boolean => {
    watch.begin();
    for (const name of names) {
      mkdirSync(directory.at(name), { recursive: true });
      watch.onDirectory(directory.at(name), statSync(directory.at(name)));
    }
    watch.end();
    return watch.isComplete;
  };
  expect([scan('a'), scan('a', 'b'), scan('a', 'b', 'c'), scan('a', 'b'), scan('a', 'c')]).toEqual([
    ...[true, true, false, true],
    // The watch of b ends after this scan, so that c is only watched from the next one on.
    false,
  ]);
  expect(scan('a', 'c')).toBe(true);
});
