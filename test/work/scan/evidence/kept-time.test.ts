import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/domain/time.ts';
import { Host } from './host.ts';
import { VirtualTime } from './virtual-time.ts';

const ARRIVED = 25 * MINUTE;

/**
 * Renews the file, and returns the 1406 events of the next 30 minutes: their times, and how long
 * the file was on disk.
 */
async function differences(writtenMs: number, reloadedAfterMs: number | undefined): Promise<readonly string[]> {
  using time = new VirtualTime();
  const host = new Host(time, {});
  host.start();
  await time.until(ARRIVED);
  host.write({ letter: 'B', hasKey: true, writtenMs });
  if (reloadedAfterMs !== undefined) {
    await time.until(ARRIVED + reloadedAfterMs);
    host.reload('192.0.2.1');
    host.reload('192.0.2.2');
  }
  await time.until(ARRIVED + 30 * MINUTE);
  host.stop();
  return host.scanned.flatMap(({ outcome, endedMs }) =>
    outcome.written
      .filter(({ eventId }) => eventId === 1406)
      .map(({ parameters }) => `${Math.round((endedMs - ARRIVED) / MINUTE)} min: ${Number(parameters[3]) / 60}`),
  );
}

test.each([
  ['kept, as by mv, cp -p and rsync -t', -60 * MINUTE],
  ['new', ARRIVED],
])('a server has its grace to load a renewed file whose time is %s', async (_, writtenMs) => {
  expect(await differences(writtenMs, 60 * SECOND)).toEqual([]);
  const [first = '', ...others] = await differences(writtenMs, undefined);
  expect(first).toMatch(/^15 min: 15(?:\.\d+)?$/);
  expect(others).toEqual([]);
});
