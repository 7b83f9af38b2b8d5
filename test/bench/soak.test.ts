import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { growthAtEnd, type SoakMinute, soak } from './soak.ts';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 1);
const PLAN = { minutes: MINUTES, files: 200, perSecond: 7.8 };
/**
 * A quarter of MemoryMax of the unit, MiB: a leak is detected long before systemd kills the daemon.
 */
const MOST_MIB = 256;
/** The maximum growth per minute in the last third of a soak of 30 minutes or more, KiB. */
const MOST_GROWTH_KIB = 100;

const lineOf = ({ minute, replaced, records, rssMiB, heapUsedMiB, externalMiB }: SoakMinute): string =>
  [
    `minute ${minute}: ${replaced} replaced, ${records} records`,
    `resident ${rssMiB.toFixed(1)} MiB, heap ${heapUsedMiB.toFixed(1)} MiB, external ${externalMiB.toFixed(1)} MiB`,
  ].join(', ');

it(
  'a daemon whose certificates are replaced continuously keeps scanning, and its memory levels off',
  async () => {
    using directory = temporaryDirectory();
    const { minutes, loop } = await soak(directory.path, PLAN, (minute) => console.log(lineOf(minute)));
    const growthKiB = growthAtEnd(minutes);
    const held = `p99.9 ${loop.p999.toFixed(0)} ms, at most ${loop.max.toFixed(0)} ms`;
    console.log(`growth in the last third ${growthKiB.toFixed(0)} KiB a minute; event loop ${held}`);
    mkdirSync('var', { recursive: true });
    writeFileSync('var/soak.json', `${JSON.stringify({ ...PLAN, growthKiB, loop, minutes }, null, 2)}\n`);
    expect(minutes.at(-1)?.records).toBeGreaterThan(50);
    expect(Math.max(...minutes.map(({ rssMiB }) => rssMiB))).toBeLessThan(MOST_MIB);
    if (MINUTES >= 30) expect(growthKiB).toBeLessThan(MOST_GROWTH_KIB);
  },
  (MINUTES + 10) * 60_000,
);
