import { expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { live } from './history.ts';
import { ADDRESSES, Host } from './host.ts';
import { statusAfter } from './law.ts';
import { VirtualTime } from './virtual-time.ts';

it.each([
  ['no other file changes', 31 * MINUTE],
  ['another file changes every 3 s', 3 * SECOND],
])('a renewal that no watch reports is read by the scan after a probe, so no 1406 is raised: %s', async (_, stepMs) => {
  using time = new VirtualTime();
  const host = new Host(time, { isWatched: false });
  host.start();
  await time.until(31 * MINUTE);
  host.write({ letter: 'B', hasKey: true, writtenMs: time.nowMs });
  for (const address of ADDRESSES) host.reload(address);
  for (let ms = 31 * MINUTE + stepMs; ms <= 62 * MINUTE; ms += stepMs) {
    await time.until(ms);
    host.hint();
  }
  host.stop();
  expect(host.scanned.flatMap(({ outcome }) => outcome.written)).toEqual([]);
  const last = host.scanned.at(-1);
  expect(last?.disk).toMatchObject({ letter: 'B' });
  expect(last && statusAfter(last).verdict).toBe('ok');
});

it('a file with an old time, which no watch reports, has its grace from the scan that reads it', async () => {
  await live(
    [
      { afterMs: 0, what: 'server', address: '192.0.2.1', doing: 'X' },
      { afterMs: 2001, what: 'write', letter: 'B', hasKey: true, isOldFile: true },
      { afterMs: 960_000, what: 'scan' },
    ],
    { isWatched: false },
  );
});

it('a scan that is due when a probe has news reads a file that no watch reports, so no 1406 is raised', async () => {
  await live(
    [
      { afterMs: 0, what: 'server', address: '192.0.2.1', doing: 'refused' },
      { afterMs: 0, what: 'signal' },
      { afterMs: 2001, what: 'server', address: '192.0.2.1', doing: 'A' },
      { afterMs: 12_000, what: 'repair', letter: 'A' },
      { afterMs: 4000, what: 'scan' },
      { afterMs: 0, what: 'repair', letter: 'B' },
    ],
    { isWatched: false },
  );
});
