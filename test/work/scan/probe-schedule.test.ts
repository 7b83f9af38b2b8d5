import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProbeSchedule } from '../../../src/work/scan/probe-schedule.ts';
import { ProbedConnector } from '../../../src/work/scan/probed-connector.ts';
import { endpoint, NOT_OFFERED, seen, target } from '../../domain/serving.ts';
import { connector, NOON } from '../../domain/world.ts';

const NAMES = ['Edge', 'Client', 'Partner'];
const INTERVAL_MS = 1000;
const result = seen(NOON, [endpoint(seen(NOON, NOT_OFFERED))]);

it('connectors begin until a probe of each has ended, whatever happens to them', () => {
  const step = fc.record({
    name: fc.constantFrom(...NAMES),
    action: fc.constantFrom('add', 'remove', 'probe', 'probe', 'remove during a probe', 'suspend'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const all = new ProbeSchedule();
      const probe = (name: string, during: () => void): void => {
        const probed = all.get(name);
        if (probed === undefined) return;
        const beginning = probed.startProbe(0, INTERVAL_MS);
        during();
        probed.isProbeRunning = false;
        probed.acceptResult(result, beginning, { endNumber: 1, now: NOON, endedAtScanStart: 0 });
        all.updateFirstProbePending(probed);
      };
      for (const { name, action } of steps) {
        if (action === 'add')
          all.add(new ProbedConnector({ ...connector(name, undefined), probe: target() }, undefined, 0));
        if (action === 'remove') all.remove(name);
        if (action === 'probe') probe(name, () => undefined);
        if (action === 'remove during a probe') probe(name, () => all.remove(name));
        for (const probedConnector of action === 'suspend' ? all : []) {
          probedConnector.restart(NOON);
          all.updateFirstProbePending(probedConnector);
        }
        expect(all.hasFirstProbePending).toBe([...all].some(({ isFirstProbePending }) => isFirstProbePending));
      }
    }),
  );
});
