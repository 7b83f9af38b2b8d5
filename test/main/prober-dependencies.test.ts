import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readConfiguration } from '../../src/adapters/config/read/read-configuration.ts';
import { readEnvironment } from '../../src/adapters/config/read-environment.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { daemonProberDependencies } from '../../src/main/prober-dependencies.ts';

const shipped = resolve(import.meta.dirname, '../../config/mailcertd.yaml');

it('probes keep their knowledge of servers across a reload, at the rate of the new configuration', async () => {
  const first = readConfiguration(shipped, await readEnvironment());
  const next = { ...first, probing: { ...first.probing, intervalMs: 7 * MINUTE } };
  const dependencies = daemonProberDependencies(first, systemClock);
  const [before, after] = [dependencies(first), dependencies(next)];
  expect(after.probe).toBe(before.probe);
  expect(after.exact).toBe(before.exact);
  expect(after.exact).not.toBe(after.probe);
  expect(after.limits).toEqual(next.probing);
});
