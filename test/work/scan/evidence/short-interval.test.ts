import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { Host } from './host.ts';
import { statusAfter } from './law.ts';
import { VirtualTime } from './virtual-time.ts';

test.each([
  [10 * SECOND, 12 * SECOND],
  [10 * SECOND, 61 * SECOND],
  [MINUTE, 61 * SECOND],
])('servers that are probed every %i ms have verdicts in scans of %i ms', async (everyMs, scanMs) => {
  using time = new VirtualTime();
  const host = new Host(time);
  host.probeEvery(everyMs);
  host.readingMs = scanMs;
  host.start();
  await time.until(10 * MINUTE);
  const count = host.scanned.length;
  await time.until(50 * MINUTE);
  const verdicts = host.scanned.slice(count).map((scanned) => statusAfter(scanned).verdict);
  expect(new Set(verdicts)).toEqual(new Set(['ok']));
  // Without changes, only the schedule starts scans.
  expect(verdicts.length).toBeLessThanOrEqual(4);
  host.do('192.0.2.2', 'not-offered');
  await time.until(50 * MINUTE + everyMs + 3 * scanMs + MINUTE);
  host.stop();
  const written = host.scanned.flatMap(({ outcome }) => outcome.written);
  expect(written.map(({ eventId, change }) => [eventId, change])).toEqual([[1402, 'raised']]);
});
