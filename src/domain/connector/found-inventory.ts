import { problemOfReason } from '../failure/problem-of-failure.ts';
import { type ScanResult, unavailable } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import { MAIL_SERVERS } from './discover.ts';
import type { Inventory } from './inventory.ts';
import { LISTENERS } from './listeners.ts';
import { uncoveredListeners } from './unmonitored-servers.ts';

/**
 * The result of discovering one mail server, certbot, an Exchange export or the listening sockets.
 */
export interface FoundInventory {
  /** The source of the inventory, for example `postfix`, `certbot`, `exchange` or `listeners`. */
  readonly name: string;
  readonly result: ScanResult<Inventory>;
  /** True if the configuration discovers it in every scan. */
  readonly isConfigured: boolean;
}

/**
 * The state of a discovery.
 * - found: there are connectors, stores, or sockets that no connector covers
 * - nothing: the program is installed, and there is none of these
 * - not-installed, not-configured: the program is not installed or not configured
 * - unreadable: the settings could not be read
 */
export type DiscoveryState = 'found' | 'nothing' | 'not-installed' | 'not-configured' | 'unreadable';

/** Returns the state of a discovery. */
export function discoveryStateOf({ result }: FoundInventory): DiscoveryState {
  if (result.kind === 'unavailable') return 'unreadable';
  const { connectors, stores, listeners } = result.value;
  if (connectors.length + stores.length + (listeners?.sockets.length ?? 0) > 0) return 'found';
  const reasons = result.problems.map(({ reason }) => reason);
  if (reasons.includes('not_installed')) return 'not-installed';
  return reasons.includes('not_configured') ? 'not-configured' : 'nothing';
}

/**
 * Returns the discovered inventories, with only those listening sockets that no connector covers.
 * The sockets are unavailable while the settings of a mail server cannot be read.
 * @param configured the connectors of the configuration
 */
export function dropCoveredListeners(
  all: readonly FoundInventory[],
  configured: readonly Connector[],
): readonly FoundInventory[] {
  const connectors = [...configured];
  for (const { result } of all) if (result.kind === 'available') connectors.push(...result.value.connectors);
  const unread = all.find(
    ({ name, result }) => result.kind === 'unavailable' && (MAIL_SERVERS as readonly string[]).includes(name),
  );
  return all.map((found) => {
    const { name, result } = found;
    if (name !== LISTENERS || result.kind === 'unavailable' || result.value.listeners === undefined) return found;
    if (unread !== undefined)
      return { ...found, result: unavailable(result.at, problemOfReason('not_checked', unread.name)) };
    const listeners = { ...result.value.listeners, sockets: uncoveredListeners(result.value.listeners, connectors) };
    return { ...found, result: { ...result, value: { ...result.value, listeners } } };
  });
}
