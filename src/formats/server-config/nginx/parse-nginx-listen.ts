import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';

/** The socket of a `listen` directive. */
export interface NginxListener {
  /** An address, a host name, or `*` for every IPv4 address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** True if the port expects the PROXY protocol, so that only a proxy can connect. */
  readonly usesProxyProtocol: boolean;
  /** True if `::` also accepts IPv4 clients. */
  readonly isDualStack: boolean;
}

/**
 * Parses the values of a `listen` directive. Returns undefined for a socket that is not TCP, and
 * the reason as a string for invalid values.
 * @see https://nginx.org/en/docs/mail/ngx_mail_core_module.html#listen
 */
export function parseNginxListen(values: readonly string[]): NginxListener | string | undefined {
  const [endpoint = '', ...options] = values;
  if (endpoint.startsWith('unix:') || options.includes('udp')) return undefined;
  const match = /^(?:(\*|\[[0-9A-Fa-f:.]+\]|[^\s:[\]]+):)?(\d+)$/.exec(endpoint);
  const [, host = '*', digits = ''] = match ?? [];
  const port = Number(digits);
  if (match === null || port < 1 || port > 65_535) return `"${endpoint.slice(0, 200)}" is not an address with a port`;
  const address = host.replace(/^\[|\]$/g, '');
  return {
    host: address === '0.0.0.0' ? '*' : address,
    port,
    isTls: options.includes('ssl'),
    usesProxyProtocol: options.includes('proxy_protocol'),
    isDualStack: address === '::' && options.includes('ipv6only=off'),
  };
}

/** Returns the host name of a listener; undefined if its host is an address. */
export function hostNameOf({ host }: NginxListener): string | undefined {
  return host === '*' || resemblesIpAddress(host) ? undefined : host;
}
