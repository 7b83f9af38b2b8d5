import { type ServerSocket, socketName } from './socket-name.ts';

/**
 * A part of an inventory: the common beginning of the names of connectors and stores, for example
 * `postfix sni`, or a socket, which may be known in part.
 */
export type InventoryPart = string | ServerSocket;

/** Returns the name of a part, for example `postfix sni` or `nginx *:25`. */
export function partName(part: InventoryPart): string {
  return typeof part === 'string' ? part : socketName(part);
}
