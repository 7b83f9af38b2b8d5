/** A listening socket of a server in its settings, as far as it is known. */
export interface PartlyKnownSocket {
  /** IPv6 without brackets; undefined: unknown. */
  readonly address: string | undefined;
  /** undefined: unknown. */
  readonly port: number | undefined;
}

/** Represents an unknown address or port. */
const ANY = '*';

/**
 * Returns the name of the connector of a socket, for example `nginx 192.0.2.1:25`. If the address
 * or port is unknown, returns the name of all connectors that the socket can have: `nginx *:25`.
 */
export function socketName(server: string, { address, port }: PartlyKnownSocket): string {
  const host = address?.includes(':') ? `[${address}]` : address;
  return `${server} ${host ?? ANY}:${port ?? ANY}`;
}

/** The server, address and port in the name of a socket. */
const SOCKET_NAME = /^(.+) (\S+):(\*|\d+)$/;

/**
 * Returns whether two names of sockets can be the same socket: an unknown address or port can be
 * any.
 */
export function maySocketsBeSame(firstName: string, secondName: string): boolean {
  const [, ...firstParts] = SOCKET_NAME.exec(firstName) ?? [];
  const [, ...secondParts] = SOCKET_NAME.exec(secondName) ?? [];
  if (firstParts.length === 0 || secondParts.length === 0 || firstParts[0] !== secondParts[0]) return false;
  return firstParts.every((part, index) => part === ANY || secondParts[index] === ANY || part === secondParts[index]);
}
