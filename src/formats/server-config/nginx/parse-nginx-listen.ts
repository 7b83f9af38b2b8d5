import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { NGINX_FAILURES } from '../../../domain/failure/nginx-failures.ts';

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

/** The result of parsing a `listen` directive. */
export type ParsedNginxListen =
  | { readonly kind: 'listener'; readonly listener: NginxListener }
  /** A Unix or UDP socket. */
  | { readonly kind: 'not-tcp' }
  | { readonly kind: 'invalid'; readonly failure: Failure };

/**
 * Parses the values of a `listen` directive.
 * @see https://nginx.org/en/docs/mail/ngx_mail_core_module.html#listen
 */
export function parseNginxListen(values: readonly string[]): ParsedNginxListen {
  const [endpoint = '', ...options] = values;
  if (endpoint.startsWith('unix:') || options.includes('udp')) return { kind: 'not-tcp' };
  const match = /^(?:(\*|\[[0-9A-Fa-f:.]+\]|[^\s:[\]]+):)?(\d+)$/.exec(endpoint);
  const [, host = '*', digits = ''] = match ?? [];
  const port = Number(digits);
  if (match === null || port < 1 || port > 65_535) {
    return { kind: 'invalid', failure: NGINX_FAILURES.nginx_listen_invalid({ value: endpoint.slice(0, 200) }) };
  }
  const address = host.replace(/^\[|\]$/g, '');
  const listener: NginxListener = {
    host: address === '0.0.0.0' ? '*' : address,
    port,
    isTls: options.includes('ssl'),
    usesProxyProtocol: options.includes('proxy_protocol'),
    isDualStack: address === '::' && options.includes('ipv6only=off'),
  };
  return { kind: 'listener', listener };
}

/** Returns the host name of a listener; undefined if its host is an address. */
export function hostNameOf({ host }: NginxListener): string | undefined {
  return host === '*' || resemblesIpAddress(host) ? undefined : host;
}
