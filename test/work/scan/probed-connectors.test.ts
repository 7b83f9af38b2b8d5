import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProbedConnector } from '../../../src/work/scan/probed-connector.ts';
import { ProbedConnectors } from '../../../src/work/scan/probed-connectors.ts';
import { endpoint, NOT_OFFERED, seen, target } from '../../domain/presenting.ts';
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
      const all = new ProbedConnectors();
      const probe = (name: string, during: () => void): void => {
        const probed = all.get(name);
        if (probed === undefined) return;
        const beginning = probed.begin(0, INTERVAL_MS);
        during();
        probed.isUnderWay = false;
        probed.took(result, beginning, { order: 1, now: NOON, mark: 0 });
        all.noteBeginning(probed);
      };
      for (const { name, action } of steps) {
        if (action === 'add')
          all.add(new ProbedConnector({ ...connector(name, undefined), probe: target() }, undefined, 0));
        if (action === 'remove') all.remove(name);
        if (action === 'probe') probe(name, () => undefined);
        if (action === 'remove during a probe') probe(name, () => all.remove(name));
        for (const [, each] of action === 'suspend' ? all : []) {
          each.beginAgain(NOON);
          all.noteBeginning(each);
        }
        expect(all.isBeginning).toBe([...all].some(([, { isBeginning }]) => isBeginning));
      }
    }),
  );
});
