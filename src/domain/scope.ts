/**
 * A source of evidence that a scan can read or fail to read, for example `store:My`. A condition
 * that needs an unavailable scope stays open.
 * - inventory: the connectors and stores from one source, by its name
 * - store: the certificates of a store, by its name
 * - connector: the definition of a connector, by its name
 * - probe: the certificates that the server of a connector serves, by the connector's name
 *
 * `store:*` is available only if all stores are in which connectors search their certificates;
 * `inventory:*` only if all inventories are.
 */
export type Scope = `inventory:${string}` | `store:${string}` | `connector:${string}` | `probe:${string}`;

/** All stores in which certificates for connectors are searched. */
export const EVERY_STORE: Scope = 'store:*';
/** All inventories that the daemon reads. */
export const EVERY_INVENTORY: Scope = 'inventory:*';

/**
 * Returns whether a scan has read a scope.
 * - available: the scan has read all of it
 * - unavailable: the scan could not read it, or only a part of it
 * - gone: its inventory was read and no longer contains it
 */
export type Coverage = (scope: Scope) => 'available' | 'unavailable' | 'gone';
