import { looksLikeIpAddress } from '../../../domain/certificate/dns-name.ts';

/** A `listen` of nginx, as it is written. */
export interface NginxListener {
  /** An address, a name, or `*` for every IPv4 address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** True if a proxy must announce each client, so that only a proxy can connect. */
  readonly isBehindProxy: boolean;
  /** True if `::` also accepts IPv4 clients. */
  readonly isDualStack: boolean;
}

/**
 * Parses the values of a `listen`; undefined: a socket that is not TCP. A string is the reason why
 * it is invalid.
 * @see https://nginx.org/en/docs/mail/ngx_mail_core_module.html#listen
 */
export function parseNginxListen(values: readonly string[]): NginxListener | string | undefined {
  const [place = '', ...options] = values;
  if (place.startsWith('unix:') || options.includes('udp')) return undefined;
  const written = /^(?:(\*|\[[0-9A-Fa-f:.]+\]|[^\s:[\]]+):)?(\d+)$/.exec(place);
  const [, host = '*', digits = ''] = written ?? [];
  const port = Number(digits);
  if (written === null || port < 1 || port > 65_535) return `"${place.slice(0, 200)}" names no address with a port`;
  const address = host.replace(/^\[|\]$/g, '');
  return {
    host: address === '0.0.0.0' ? '*' : address,
    port,
    isTls: options.includes('ssl'),
    isBehindProxy: options.includes('proxy_protocol'),
    isDualStack: address === '::' && options.includes('ipv6only=off'),
  };
}

/** Returns the name that must be resolved to find the addresses; undefined: there is none. */
export function nginxHostOf({ host }: NginxListener): string | undefined {
  return host === '*' || looksLikeIpAddress(host) ? undefined : host;
}
