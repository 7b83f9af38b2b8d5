/**
 * One thing that can be looked at, and so the unit in which "unknown is not resolved" is counted. `connector` is its
 * definition, `probe` what it was seen to present, by the connector's name.
 * `store:*` and `inventory:*` stand for every one there is: seen only when all of them are.
 */
export type Scope = `inventory:${string}` | `store:${string}` | `connector:${string}` | `probe:${string}`;

/** Every store in which connectors look for their certificate. */
export const EVERY_STORE: Scope = 'store:*';
/** Every inventory that the daemon reads. */
export const EVERY_INVENTORY: Scope = 'inventory:*';

/** Whether a pass can say anything about a scope; gone: its inventory was seen and no longer names it. */
export type Coverage = (scope: Scope) => 'seen' | 'blind' | 'gone';
