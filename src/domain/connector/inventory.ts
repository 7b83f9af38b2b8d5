import type { Problem } from '../problem.ts';
import type { Connector, StoreDefinition } from './connector.ts';
import type { Listeners } from './listeners.ts';

/** The inventory of the configuration file, which determines the other inventories. */
export const CONFIGURATION = 'configuration';

/**
 * The connectors and stores from one source: the configuration, or the settings of a mail server.
 * In the order of the source.
 */
export interface Inventory {
  readonly connectors: readonly Connector[];
  readonly stores: readonly StoreDefinition[];
  /**
   * Absolute paths of the files and directories that it was read from. Write access to them allows
   * changing the inventory. Left out: unknown.
   */
  readonly readFrom?: readonly string[];
  /** Digest of the contents of these files. Left out: unknown. */
  readonly identity?: string;
  /**
   * Set if the files were changed too recently to be read. Servers may already use the new
   * settings.
   */
  readonly isUnsettled?: true;
  /**
   * The parts that could not be read and of which nothing is known: beginnings of the names of
   * connectors and stores, for example `postfix sni`, or sockets, for example `nginx *:25`. They
   * are not gone. Left out: none.
   */
  readonly unreadParts?: readonly string[];
  /**
   * The parts that were read, for example the instances of a server. Their names are in an unread
   * part only if it is inside of them. Left out: none.
   */
  readonly readParts?: readonly string[];
  /**
   * Set if the account may not read the list of further instances. It is reported only if further
   * instances were known.
   */
  readonly instanceListProblem?: Problem;
  /** The listening sockets of this host, only in the inventory `LISTENERS`. */
  readonly listeners?: Listeners;
}
