import { type ScanResult, unavailable } from '../scan-result.ts';
import type { Connector } from './connector.ts';
import { MAIL_SERVERS } from './discover.ts';
import type { Inventory } from './inventory.ts';
import { LISTENERS } from './listeners.ts';
import { uncoveredListeners } from './unmonitored-servers.ts';

/** What one look for a server, or for what something renews, came to. */
export interface FoundInventory {
  /** As it is found by: `postfix`, `certbot`, `exchange`. */
  readonly name: string;
  readonly look: ScanResult<Inventory>;
  /** Whether the configuration has it found at every pass. */
  readonly isConfigured: boolean;
}

/** In one word. `nothing`: it is there, and has neither a connector nor a store, nor a socket that no connector covers. */
export type FindState = 'found' | 'nothing' | 'not-installed' | 'not-configured' | 'unreadable';

export function findStateOf({ look }: FoundInventory): FindState {
  if (look.kind === 'blind') return 'unreadable';
  const { connectors, stores, listeners } = look.value;
  if (connectors.length + stores.length + (listeners?.sockets.length ?? 0) > 0) return 'found';
  const reasons = look.problems.map(({ reason }) => reason);
  if (reasons.includes('not_installed')) return 'not-installed';
  return reasons.includes('not_configured') ? 'not-configured' : 'nothing';
}

/**
 * Returns what was found, and of the listening sockets only those that no connector covers. These are unknown while the
 * settings of a mail server cannot be read.
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
      return { ...found, look: unavailable(look.at, { reason: 'not_looked_at', location: unread.name, detail: '' }) };
    const listeners = { ...look.value.listeners, sockets: uncoveredListeners(look.value.listeners, connectors) };
    return { ...found, look: { ...look, value: { ...look.value, listeners } } };
  });
}
