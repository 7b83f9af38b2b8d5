import type { Look } from '../observation/look.ts';
import type { Inventory } from './inventory.ts';

/** What one look for a server, or for what something renews, came to. */
export interface FoundInventory {
  /** As it is found by: `postfix`, `certbot`, `exchange`. */
  readonly name: string;
  readonly look: Look<Inventory>;
  /** Whether the configuration has it found at every pass. */
  readonly isConfigured: boolean;
}

/** In one word. `nothing`: it is there, and has neither a connector nor a store. */
export type FindState = 'found' | 'nothing' | 'not-installed' | 'not-configured' | 'unreadable';

export function findStateOf({ look }: FoundInventory): FindState {
  if (look.kind === 'blind') return 'unreadable';
  if (look.value.connectors.length + look.value.stores.length > 0) return 'found';
  const reasons = look.problems.map(({ reason }) => reason);
  if (reasons.includes('not_installed')) return 'not-installed';
  return reasons.includes('not_configured') ? 'not-configured' : 'nothing';
}
