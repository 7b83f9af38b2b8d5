/**
 * An address at which the HTTP server listens: an IP address (without brackets) and a port, where 0
 * means any free port; or a Unix socket, by its absolute path.
 */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** The port of the HTTP server: the number of the best-known event. */
const DEFAULT_PORT = 12014;

/** The address at which the HTTP server listens by default. */
export const DEFAULT_LISTEN: ListenAddress = { kind: 'tcp', host: '127.0.0.1', port: DEFAULT_PORT };

/** Returns an address in the form of the configuration. */
export function renderListenAddress(address: ListenAddress): string {
  if (address.kind === 'unix') return address.path;
  const { host, port } = address;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
