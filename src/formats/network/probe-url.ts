import { canonicalDnsName, resemblesIpAddress } from '../../domain/certificate/dns-name.ts';
import {
  PROBE_PORTS,
  PROBE_PROTOCOLS,
  type ProbeProtocol,
  type ProbeTarget,
} from '../../domain/connector/probe-target.ts';

/** The protocol, host and port of a server. */
export type ServerAddress = Pick<ProbeTarget, 'protocol' | 'host' | 'port'>;

/**
 * The error in a server's URL:
 * - `form`: not `PROTOCOL://HOST:PORT`
 * - `protocol`: not supported
 * - `user`: contains a user or password
 * - `host`: not a name or an address
 * - `port-missing`: required, because the protocol has no default port
 * - `port`: not 1 to 65535
 * - `more`: other text follows
 */
export type ProbeUrlError = 'form' | 'protocol' | 'user' | 'host' | 'port-missing' | 'port' | 'more';

/** The result of parsing a server's URL. */
export type ParsedProbeUrl =
  | { readonly kind: 'parsed'; readonly server: ServerAddress }
  | { readonly kind: 'invalid'; readonly error: ProbeUrlError };

const MAX_URL_CHARACTERS = 1024;
const URL_FORM = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
const AUTHORITY = /^(\[[^[\]]*\]|[^:[\]]*)(?::(.*))?$/s;
/** An ASCII character that is not valid in a host. The URL parser would interpret some of them. */
const INVALID_HOST_CHARACTER = /(?![a-zA-Z0-9._-])[\u0000-\u007f]/;

/**
 * Parses a URL such as `smtp://mx.example.com:25`. The port is optional if the protocol has a
 * default. An IPv6 address is in brackets, and a name may contain Unicode. The host is returned in
 * canonical form: A-labels in lower case, or an address without brackets. Only a slash may follow.
 * @see RFC 3986 section 3.2
 */
export function parseProbeUrl(text: string): ParsedProbeUrl {
  const [, scheme = '', authority = '', textAfterAuthority = ''] =
    (text.length <= MAX_URL_CHARACTERS && URL_FORM.exec(text)) || [];
  if (scheme === '') return invalid('form');
  const protocol = PROBE_PROTOCOLS.find((known) => known === scheme.toLowerCase());
  if (protocol === undefined) return invalid('protocol');
  if (authority.includes('@')) return invalid('user');
  if (textAfterAuthority !== '' && textAfterAuthority !== '/') return invalid('more');
  const [, hostText = '', digits] = AUTHORITY.exec(authority) ?? [];
  const host = hostText.startsWith('[') ? parseIpv6Host(hostText) : parseHost(hostText);
  if (host === undefined) return invalid('host');
  const port = digits === undefined || digits === '' ? defaultPort(protocol) : Number(digits);
  if (port === undefined) return invalid('port-missing');
  const isPort = /^\d{0,5}$/.test(digits ?? '') && port >= 1 && port <= 65_535;
  return isPort ? { kind: 'parsed', server: { protocol, host, port } } : invalid('port');
}

function defaultPort(protocol: ProbeProtocol): number | undefined {
  return protocol === 'tls' ? undefined : PROBE_PORTS[protocol];
}

function invalid(error: ProbeUrlError): ParsedProbeUrl {
  return { kind: 'invalid', error };
}

function parseIpv6Host(written: string): string | undefined {
  if (!/^\[[0-9a-f:.]{2,45}\]$/i.test(written)) return undefined;
  const url = `http://${written}/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

/** Returns a DNS name in A-labels, or a dotted IPv4 address: not `127.1`, octal or hexadecimal. */
function parseHost(hostText: string): string | undefined {
  if (hostText === '' || INVALID_HOST_CHARACTER.test(hostText)) return undefined;
  const url = `http://${hostText}/`;
  const host = URL.canParse(url) ? new URL(url).hostname : undefined;
  if (host === undefined) return undefined;
  if (resemblesIpAddress(host)) return host === hostText ? host : undefined;
  return canonicalDnsName(host);
}
