/**
 * Returns the host and port of a URL for a connection: IPv6 without brackets, and the scheme's
 * default port if none is given.
 */
export function addressOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: string } {
  const defaultPort = protocol === 'https:' ? '443' : '80';
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? defaultPort : port };
}
