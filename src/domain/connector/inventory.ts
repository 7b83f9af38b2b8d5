import type { Connector, StoreDefinition } from './connector.ts';
import type { Listeners } from './listeners.ts';

/** The inventory that an operator writes; it says which others are read. */
export const CONFIGURATION = 'configuration';

/** What one source (the configuration, or a mail server's own settings) says there is. Order is the order of writing. */
export interface Inventory {
  readonly connectors: readonly Connector[];
  readonly stores: readonly StoreDefinition[];
  /** Files and folders that it was read from, absolute: whoever changes one of them may change it. Left out: none is known. */
  readonly readFrom?: readonly string[];
  /** Digest of the state of these files: another one says that they were written since. Left out: it is not known. */
  readonly identity?: string;
  /** Set if the files were written since, too recently to be read: servers may already use other settings. */
  readonly isUnsettled?: true;
  /** The listening sockets of this host, only in the inventory `LISTENERS`. */
  readonly listeners?: Listeners;
}
