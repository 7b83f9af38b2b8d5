/** A listening socket in the settings of a server. Parts of it may be unknown. */
export interface PartlyKnownSocket {
  /** IPv6 without brackets; undefined: unknown. */
  readonly address: string | undefined;
  /** undefined: unknown. */
  readonly port: number | undefined;
}

/** The text for an unknown address or port. It matches any address or port. */
const UNKNOWN = '*';

/**
 * Returns the connector name for a socket, for example `nginx 192.0.2.1:25`; for an unknown address
 * `nginx *:25`, and for an unknown port `nginx 192.0.2.1:*`.
 */
export function socketName(server: string, { address, port }: PartlyKnownSocket): string {
  const host = address?.includes(':') ? `[${address}]` : address;
  return `${server} ${host ?? UNKNOWN}:${port ?? UNKNOWN}`;
}

/** The server, address and port in the name of a socket. */
const SOCKET_NAME = /^(.+) (\S+):(\*|\d+)$/;

/**
 * Returns whether two connector names can mean the same socket. An unknown address or port can be
 * any. Returns false for other connector names.
 */
export function mayBeSameSocket(firstName: string, secondName: string): boolean {
  const [, ...firstParts] = SOCKET_NAME.exec(firstName) ?? [];
  const [, ...secondParts] = SOCKET_NAME.exec(secondName) ?? [];
  if (firstParts.length === 0 || secondParts.length === 0 || firstParts[0] !== secondParts[0]) return false;
  return firstParts.every(
    (part, index) => part === UNKNOWN || secondParts[index] === UNKNOWN || part === secondParts[index],
  );
}
