import type { Problem } from '../failure/problem.ts';
import type { Connector, StoreDefinition } from './connector.ts';
import type { InventoryPart } from './inventory-part.ts';
import type { Listeners } from './listeners.ts';

/**
 * Name of the inventory of the configuration file, which defines which other inventories are read.
 */
export const CONFIGURATION = 'configuration';

/**
 * The connectors and stores from one source: the configuration, or the settings of a mail server.
 * In the order of the source.
 */
export interface Inventory {
  readonly connectors: readonly Connector[];
  readonly stores: readonly StoreDefinition[];
  /**
   * Absolute paths of the files and directories from which it was read. An account that can write
   * to them can change the inventory. Left out: unknown.
   */
  readonly readFrom?: readonly string[];
  /** A digest that changes with the contents of these files. Left out: unknown. */
  readonly identity?: string;
  /**
   * Set if the files were changed too recently to be read. Servers may already use the new
   * settings.
   */
  readonly isUnsettled?: true;
  /**
   * The parts of the settings that could not be read. Each is the beginning of the names of their
   * connectors and stores, for example `postfix sni`, or a socket, which may be known in part. These
   * connectors and stores are unknown, not gone. Left out: none.
   */
  readonly unreadParts?: readonly InventoryPart[];
  /**
   * The parts that were read, for example the instances of a server. A name in a read part is
   * unread only if an unread part inside of it contains the name. Left out: none.
   */
  readonly readParts?: readonly string[];
  /**
   * Set if this account may not read the list of further instances of the server. This is reported
   * only if further instances were known, because most hosts have none.
   */
  readonly instanceListProblem?: Problem;
  /** The listening sockets of this host, only in the inventory `LISTENERS`. */
  readonly listeners?: Listeners;
}
