import type { StoreSnapshot } from '../../domain/connector/store-snapshot.ts';
import type { ScanResult } from '../../domain/scan-result.ts';
import type { CertificateStore } from '../ports/stores.ts';
import type { ScanSources } from '../scan/scan-all.ts';

/**
 * Returns the scan sources of a command. The first start of a daemon creates the personal store,
 * the only store that mailcertd writes to. Until then, a missing personal store is read as empty,
 * with `isUnmade` in its snapshot. After a daemon has run, a missing store is unavailable.
 * @param hasDaemonRun called only if the store is missing
 */
export function treatUncreatedStoreAsEmpty(
  scanSources: ScanSources,
  hasDaemonRun: () => Promise<boolean>,
): ScanSources {
  const { personal, storeOf } = scanSources;
  if (personal === undefined) return scanSources;
  const treatMissingAsEmpty = (store: CertificateStore): CertificateStore => ({
    name: store.name,
    watch: (hint) => store.watch(hint),
    read: async (signal, scope): Promise<ScanResult<StoreSnapshot>> => {
      const result = await store.read(signal, scope);
      if (result.kind === 'available' || result.problem.reason !== 'not_found' || (await hasDaemonRun())) return result;
      const value: StoreSnapshot = {
        name: store.name,
        certificates: [],
        isUnmade: true,
        isGlob: false,
        unreadablePaths: [],
        unreadableSinceStart: [],
      };
      return { kind: 'available', at: result.since, value, problems: [] };
    },
  });
  return {
    ...scanSources,
    storeOf: (definition) => {
      const store = storeOf(definition);
      return definition.name === personal.name ? treatMissingAsEmpty(store) : store;
    },
  };
}
