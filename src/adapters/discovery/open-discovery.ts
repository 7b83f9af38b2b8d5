import type { Discover } from '../../domain/connector/discover.ts';
import type { InventorySource } from '../../work/ports.ts';
import { certbotInventory } from './certbot-inventory.ts';
import type { DiscoveryMeans } from './discovery-means.ts';
import { dovecotInventory } from './dovecot-inventory.ts';
import { postfixInventory } from './postfix-inventory.ts';

/** What each discovery is, by what asks for it. */
const SOURCES: Readonly<Partial<Record<keyof Discover, (means: DiscoveryMeans) => InventorySource>>> = {
  postfix: (means) => postfixInventory(means),
  dovecot: (means) => dovecotInventory(means),
  certbot: certbotInventory,
};

/** The inventories that are found by themselves, in the order of `Discover`; each is named as there. */
export function openDiscovery(discover: Discover, means: DiscoveryMeans): readonly InventorySource[] {
  return Object.entries(SOURCES).flatMap(([name, open]) => (discover[name as keyof Discover] ? [open(means)] : []));
}
