import type { Connector, StoreDefinition } from './connector.ts';

/** What one source (the configuration, later a mail server) says there is. Order is the order of writing. */
export interface Inventory {
  readonly connectors: readonly Connector[];
  readonly stores: readonly StoreDefinition[];
}
