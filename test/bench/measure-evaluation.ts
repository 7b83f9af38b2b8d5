import { assess } from '../../src/domain/assessment/assess.ts';
import type { Settings } from '../../src/domain/assessment/settings.ts';
import { buildCertificateIndex } from '../../src/domain/certificate-index/certificate-index.ts';
import { EMPTY_MEMORY } from '../../src/domain/observation/memory.ts';
import { HEALTHY_SERVICE, type Observation } from '../../src/domain/observation/observation.ts';
import { evaluate } from '../../src/domain/rule/evaluate.ts';
import { DAY } from '../../src/domain/time.ts';
import { connector, NOON, store, stored } from '../domain/world.ts';
import type { Figure } from './figure.ts';
import type { Stage } from './stage.ts';
import { exponent, inTurn } from './timing.ts';

const CONNECTORS = 1000;

const SETTINGS: Settings = {
  profile: 'exchange-2007',
  expiresSoon: { within: 30 * DAY, fraction: 1 / 3, remindAt: [] },
  repeatInterval: DAY,
  levels: new Map(),
  exchangeProvider: 'MSExchangeTransport',
  command: ['mailcertd'],
};

function observationOf(certificates: number): Observation {
  const value = {
    name: 'My',
    certificates: Array.from({ length: certificates }, (_, index) => {
      const commonName = `host${index}.bench${index % 500}.example`;
      const dnsNames = [commonName, `mail.${commonName}`];
      return stored(index.toString(16).toUpperCase(), { commonName, dnsNames, notAfter: NOON + (index % 700) * DAY });
    }),
    isGlob: false,
    unreadablePaths: [],
    unreadableSinceStart: [],
  };
  const connectors = Array.from({ length: CONNECTORS }, (_, index) => {
    const named = Math.floor((index * certificates) / CONNECTORS);
    return connector(`Connector ${index}`, `host${named}.bench${named % 500}.example`);
  });
  return {
    now: NOON,
    computer: { fqdn: 'bench01.bench.example', netBiosName: 'BENCH01', roles: ['edge-transport'] },
    inventories: new Map([
      ['configuration', { kind: 'available', at: NOON, value: { connectors, stores: [store('My')] }, problems: [] }],
    ]),
    stores: new Map([['My', { kind: 'available', at: NOON, value, problems: [] }]]),
    endpoints: new Map(),
    chains: new Map(),
    internalTransport: { source: 'automatic' },
    memory: EMPTY_MEMORY,
    service: HEALTHY_SERVICE,
  };
}

/** Measures P6 and its part of P7: assessment and evaluation, in this process. */
export async function measureEvaluation({ sizes, measures: { runs } }: Stage): Promise<readonly Figure[]> {
  const [large, small] = [observationOf(sizes.large), observationOf(sizes.small)];
  const [kept] = [...large.stores.values()].map((result) =>
    buildCertificateIndex(result.kind === 'available' ? result.value.certificates : []),
  );
  const timed = async (observation: Observation, byName: typeof kept): Promise<number> => {
    const started = performance.now();
    evaluate(assess(observation, SETTINGS, byName));
    return performance.now() - started;
  };
  const times = await inTurn(runs, {
    kept: () => timed(large, kept),
    rebuilt: () => timed(large, undefined),
    small: () => timed(small, undefined),
  });
  const what = `evaluation of ${sizes.large} × ${CONNECTORS}, index`;
  const growth = exponent(times.small, times.rebuilt, sizes);
  return [
    { name: 'P6', what: `${what} kept`, value: times.kept, goal: 100, unit: 'ms', of: times },
    { name: 'P6', what: `${what} rebuilt`, value: times.rebuilt, goal: 300, unit: 'ms', of: times },
    { name: 'P7', what: 'growth of the evaluation', value: growth, goal: 1.05, unit: '', of: times },
  ];
}
