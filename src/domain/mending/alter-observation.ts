import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import type { Inventory } from '../connector/inventory.ts';
import { type Look, latest } from '../observation/look.ts';
import type { Observation, StoreSnapshot } from '../observation/observation.ts';
import type { Alteration } from './mending.ts';

/** A look with other certificates in it: a blind one stays blind, and knows them as last seen. */
export function withCertificates(
  look: Look<StoreSnapshot>,
  change: (certificates: readonly StoredCertificate[]) => readonly StoredCertificate[],
): Look<StoreSnapshot> {
  const { at, value } = latest(look) ?? { at: 0, value: undefined };
  const before: StoreSnapshot = value ?? { name: '', certificates: [], isGlob: false, unseen: [], neverSeen: [] };
  const changed = { ...before, certificates: change(before.certificates) };
  return look.kind === 'seen' ? { ...look, value: changed } : { ...look, last: { at, value: changed } };
}

/** What an inventory names, with another connector of the same name in it. */
function withConnector(inventories: Observation['inventories'], connector: Connector): Observation['inventories'] {
  const changed = (inventory: Inventory): Inventory => ({
    connectors: inventory.connectors.map((each) => (each.name === connector.name ? connector : each)),
    stores: inventory.stores,
  });
  return new Map(
    [...inventories].map(([name, look]) => [
      name,
      look.kind === 'seen'
        ? { ...look, value: changed(look.value) }
        : { ...look, last: look.last && { ...look.last, value: changed(look.last.value) } },
    ]),
  );
}

/** What would be seen if a few things were otherwise. */
export function alterObservation(
  observation: Observation,
  { certificate, added = [], connector }: Alteration,
): Observation {
  const stores = new Map(observation.stores);
  for (const [name, look] of stores) {
    const own = added.filter(({ store }) => store === name);
    if (certificate === undefined && own.length === 0) continue;
    stores.set(
      name,
      withCertificates(look, (all) => [...(certificate === undefined ? all : all.map(certificate)), ...own]),
    );
  }
  const inventories =
    connector === undefined ? observation.inventories : withConnector(observation.inventories, connector);
  return { ...observation, stores, inventories };
}
