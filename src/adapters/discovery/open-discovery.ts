import {
  DISCOVERABLE,
  type Discoverable,
  type DiscoverySettings,
  MAIL_SERVERS,
} from '../../domain/connector/discover.ts';
import type { InventorySource } from '../../work/ports/stores.ts';
import { certbotInventory } from './certbot-inventory.ts';
import type { DiscoveryDependencies } from './discovery-dependencies.ts';
import { dovecotInventory } from './dovecot-inventory.ts';
import { exchangeInventory } from './exchange-inventory.ts';
import { eximInventory } from './exim-inventory.ts';
import { listenersInventory } from './listeners-inventory.ts';
import { nginxInventory } from './nginx-inventory.ts';
import { opensmtpdInventory } from './opensmtpd-inventory.ts';
import { partialWithoutInterfaces } from './partial-without-interfaces.ts';
import { postfixInventory } from './postfix-inventory.ts';

/**
 * The functions that create the inventories (the connectors and stores of one server each), by
 * their key in the option `discover`.
 */
const SOURCES: Readonly<Record<Discoverable, (dependencies: DiscoveryDependencies) => InventorySource>> = {
  postfix: (dependencies) => partialWithoutInterfaces(postfixInventory(dependencies), dependencies),
  dovecot: (dependencies) => partialWithoutInterfaces(dovecotInventory(dependencies), dependencies),
  exim: (dependencies) => partialWithoutInterfaces(eximInventory(dependencies), dependencies),
  opensmtpd: (dependencies) => partialWithoutInterfaces(opensmtpdInventory(dependencies), dependencies),
  nginx: (dependencies) => partialWithoutInterfaces(nginxInventory(dependencies), dependencies),
  certbot: (dependencies) => certbotInventory(dependencies),
};

/**
 * Returns the inventories of automatic discovery, in the order of `DISCOVERABLE` and with those
 * names. The inventory of an Exchange export follows. If a mail server is discovered, the listening
 * sockets are last; only Linux lists them in procfs.
 */
export function openDiscovery(
  discover: DiscoverySettings,
  dependencies: DiscoveryDependencies,
  platform: NodeJS.Platform = process.platform,
): readonly InventorySource[] {
  const { exchangeExport } = discover;
  const listsSockets = platform === 'linux' && MAIL_SERVERS.some((name) => discover[name]);
  return [
    ...DISCOVERABLE.flatMap((name) => (discover[name] ? [SOURCES[name](dependencies)] : [])),
    ...(exchangeExport === undefined ? [] : [exchangeInventory(dependencies, exchangeExport)]),
    ...(listsSockets ? [partialWithoutInterfaces(listenersInventory(dependencies), dependencies)] : []),
  ];
}
