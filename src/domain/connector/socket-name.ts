/** A listening socket in the settings of a server. Parts of it may be unknown. */
export interface PartlyKnownSocket {
  /** IPv6 without brackets; undefined: unknown. */
  readonly address: string | undefined;
  /** undefined: unknown. */
  readonly port: number | undefined;
}

/** A listening socket of a server. */
export interface ServerSocket extends PartlyKnownSocket {
  /** The name of the server, for example `nginx`. */
  readonly server: string;
}

/** The text for an unknown address or port. */
const UNKNOWN = '*';

/** Returns an address for use before a port: IPv6 in brackets. */
function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/**
 * Returns the connector name for a socket, for example `nginx 192.0.2.1:25`; for an unknown address
 * `nginx *:25`, and for an unknown port `nginx 192.0.2.1:*`.
 */
export function socketName({ server, address, port }: ServerSocket): string {
  return `${server} ${address === undefined ? UNKNOWN : hostOf(address)}:${port ?? UNKNOWN}`;
}

/**
 * Returns whether a connector name can mean a socket. An unknown address or port can be any.
 * Returns false for connectors without a socket, whose names have no colon.
 */
export function canBeNameOf(name: string, { server, address, port }: ServerSocket): boolean {
  const prefix = address === undefined ? `${server} ` : `${server} ${hostOf(address)}:`;
  return name.startsWith(prefix) && name.includes(':') && (port === undefined || name.endsWith(`:${port}`));
}

/** Returns whether two sockets can be the same. An unknown address or port can be any. */
export function canBeSameSocket(first: ServerSocket, second: ServerSocket): boolean {
  const canBeSame = <T>(a: T | undefined, b: T | undefined): boolean => a === undefined || b === undefined || a === b;
  return (
    first.server === second.server && canBeSame(first.address, second.address) && canBeSame(first.port, second.port)
  );
}
