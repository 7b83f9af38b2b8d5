import { verifyChains } from '../adapters/chain/verify-chains.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import { certificateFiles } from '../adapters/file-store/certificate-files.ts';
import type { StoreDefinition } from '../domain/connector/connector.ts';
import { CONFIGURATION } from '../domain/connector/inventory.ts';
import { isPersonalStore } from '../domain/connector/personal-store.ts';
import type { CertificateStore, InventorySource } from '../work/ports/stores.ts';
import type { Clock } from '../work/ports/system.ts';
import type { ScanSources } from '../work/scan/scan-all.ts';
import type { StorePool } from './store-pool.ts';
import { trustAnchors } from './trust-anchors.ts';

/**
 * Returns the connectors and stores of the configuration file as an inventory, the form in which
 * scans read every source of connectors and stores.
 */
function configurationInventory({ inventory }: Configuration, clock: Clock): InventorySource {
  return {
    name: CONFIGURATION,
    read: async () => ({ kind: 'available', at: clock.now(), value: inventory, problems: [] }),
  };
}

/**
 * Returns everything that scans read under a configuration, and the verifier of chains.
 * @param discovered inventories that are discovered automatically
 * @param pool opens the stores
 */
export function scanSourcesOf(
  configuration: Configuration,
  clock: Clock,
  discovered: readonly InventorySource[],
  pool: StorePool,
): ScanSources {
  const { computer, inventory, internalTransportCertificate, stateDirectory, trust } = configuration;
  const personalDefinition = inventory.stores.find(isPersonalStore);
  const personal = personalDefinition && pool.openPersonal(personalDefinition, stateDirectory);
  const storeOf = (definition: StoreDefinition): CertificateStore => {
    if (personal !== undefined && definition.name === personal.name) return personal;
    const source = discovered.find(({ name }) => name === definition.source.inventory);
    return source?.storeOf?.(definition) ?? pool.open(definition);
  };
  return {
    computer,
    inventories: [configurationInventory(configuration, clock), ...discovered],
    onInventories: (inventories) => pool.onInventories(inventories),
    storeOf,
    personal,
    internalTransportCertificate,
    readAnchors: async (sources = trust) => {
      const { identity } = await trustAnchors(sources).read();
      return identity;
    },
    chains: verifyChains(trust, certificateFiles(inventory.stores), trustAnchors),
  };
}
