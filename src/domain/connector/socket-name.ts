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
 * Returns the name of the connector of a socket, for example `nginx 192.0.2.1:25`. If the address or
 * port is unknown, returns the name of all connectors that the socket can have: `nginx *:25`.
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
export function maySocketsBeSame(one: string, other: string): boolean {
  const [, ...parts] = SOCKET_NAME.exec(one) ?? [];
  const [, ...others] = SOCKET_NAME.exec(other) ?? [];
  if (parts.length === 0 || others.length === 0 || parts[0] !== others[0]) return false;
  return parts.every((part, at) => part === ANY || others[at] === ANY || part === others[at]);
}
