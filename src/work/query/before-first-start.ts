import type { StoreSnapshot } from '../../domain/observation/observation.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { CertificateStore } from '../ports/stores.ts';
import type { Surroundings } from '../scan/scan-all.ts';

/**
 * The surroundings as who only asks sees them. A personal store that is not there is no store yet where no daemon ever ran,
 * for its first start makes it: it counts as empty, and its snapshot says so. Once one has run, that it is missing is blindness.
 * @param hasDaemonRun asked only where the store is missing
 */
export function beforeFirstStart(surroundings: Surroundings, hasDaemonRun: () => Promise<boolean>): Surroundings {
  const { personal, storeOf } = surroundings;
  if (personal === undefined) return surroundings;
  const unmade = (store: CertificateStore): CertificateStore => ({
    name: store.name,
    watch: (hint) => store.watch(hint),
    read: async (signal, attention): Promise<ScanResult<StoreSnapshot>> => {
      const look = await store.read(signal, attention);
      if (look.kind === 'seen' || look.problem.reason !== 'not_found' || (await hasDaemonRun())) return look;
      const value: StoreSnapshot = {
        name: store.name,
        certificates: [],
        isUnmade: true,
        isGlob: false,
        unseen: [],
        neverSeen: [],
      };
      return { kind: 'seen', at: look.since, value, problems: [] };
    },
  });
  return {
    ...surroundings,
    storeOf: (definition) => {
      const store = storeOf(definition);
      return definition.name === personal.name ? unmade(store) : store;
    },
  };
}
