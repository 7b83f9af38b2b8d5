/**
 * The unit in which a scan reports coverage: conditions in unavailable scopes stay open.
 * `connector` is the definition of a connector, `probe` the certificates that its server serves,
 * both by the connector's name. `store:*` and `inventory:*` are available only if all stores or
 * inventories are.
 */
export type Scope = `inventory:${string}` | `store:${string}` | `connector:${string}` | `probe:${string}`;

/** All stores in which certificates for connectors are searched. */
export const EVERY_STORE: Scope = 'store:*';
/** All inventories that the daemon reads. */
export const EVERY_INVENTORY: Scope = 'inventory:*';

/**
 * Returns the coverage of a scope by a scan. `unavailable`: unavailable; `gone`: its inventory was
 * read and no longer contains it.
 */
export type Coverage = (scope: Scope) => 'available' | 'unavailable' | 'gone';
