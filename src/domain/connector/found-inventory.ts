import { type ScanResult, unavailable } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import { MAIL_SERVERS } from './discover.ts';
import type { Inventory } from './inventory.ts';
import { LISTENERS } from './listeners.ts';
import { uncoveredListeners } from './unmonitored-servers.ts';

/** The result of discovering one mail server, or one program that renews certificates. */
export interface FoundInventory {
  /** The name for discovery: `postfix`, `certbot`, `exchange`. */
  readonly name: string;
  readonly look: ScanResult<Inventory>;
  /** True if the configuration discovers it in every scan. */
  readonly isConfigured: boolean;
}

/**
 * The state of a discovery. `nothing`: it is installed, but has no connectors, stores or sockets
 * without a connector.
 */
export type FindState = 'found' | 'nothing' | 'not-installed' | 'not-configured' | 'unreadable';

/** Returns the state of a discovery. */
export function findStateOf({ look }: FoundInventory): FindState {
  if (look.kind === 'blind') return 'unreadable';
  const { connectors, stores, listeners } = look.value;
  if (connectors.length + stores.length + (listeners?.sockets.length ?? 0) > 0) return 'found';
  const reasons = look.problems.map(({ reason }) => reason);
  if (reasons.includes('not_installed')) return 'not-installed';
  return reasons.includes('not_configured') ? 'not-configured' : 'nothing';
}

/**
 * Returns the discovered inventories, with only those listening sockets that no connector covers.
 * The sockets are unavailable while the settings of a mail server cannot be read.
 * @param configured the connectors of the configuration
 */
export function onlyUnmonitored(
  all: readonly FoundInventory[],
  configured: readonly Connector[],
): readonly FoundInventory[] {
  const connectors = [...configured];
  for (const { look } of all) if (look.kind === 'seen') connectors.push(...look.value.connectors);
  const unread = all.find(
    ({ name, look }) => look.kind === 'blind' && (MAIL_SERVERS as readonly string[]).includes(name),
  );
  return all.map((found) => {
    const { name, look } = found;
    if (name !== LISTENERS || look.kind === 'blind' || look.value.listeners === undefined) return found;
    if (unread !== undefined)
      return { ...found, look: unavailable(look.at, { reason: 'not_checked', location: unread.name, detail: '' }) };
    const listeners = { ...look.value.listeners, sockets: uncoveredListeners(look.value.listeners, connectors) };
    return { ...found, look: { ...look, value: { ...look.value, listeners } } };
  });
}
