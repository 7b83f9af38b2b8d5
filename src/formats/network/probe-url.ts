import { canonicalDnsName, resemblesIpAddress } from '../../domain/certificate/dns-name.ts';
import {
  PROBE_PORTS,
  PROBE_PROTOCOLS,
  type ProbeProtocol,
  type ProbeTarget,
} from '../../domain/connector/probe-target.ts';

/** The address of a probed server. */
export type ProbePlace = Pick<ProbeTarget, 'protocol' | 'host' | 'port'>;

/**
 * The error in a server's URL:
 * - `form`: not `PROTOCOL://HOST:PORT`
 * - `protocol`: not supported
 * - `user`: contains a user or password
 * - `host`: not a name or an address
 * - `port-missing`: required, because the protocol has no default port
 * - `port`: not 1 to 65535
 * - `more`: followed by other text
 */
export type ProbeUrlError = 'form' | 'protocol' | 'user' | 'host' | 'port-missing' | 'port' | 'more';

/** The result of parsing a server's URL. */
export type ParsedProbeUrl =
  | { readonly kind: 'place'; readonly place: ProbePlace }
  | { readonly kind: 'faulty'; readonly error: ProbeUrlError };

const MAX_URL_CHARACTERS = 1024;
const URL_FORM = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
const AUTHORITY = /^(\[[^[\]]*\]|[^:[\]]*)(?::(.*))?$/s;
/** An ASCII character that is not valid in a host. The URL parser would interpret some of them. */
const FOREIGN = /(?![a-zA-Z0-9._-])[\u0000-\u007f]/;

/**
 * Parses a URL such as `smtp://mx.example.com:25`. The port is optional if the protocol has a
 * default. An IPv6 address is in brackets, and a name may contain Unicode. The host is returned in
 * canonical form: A-labels in lower case, or an address without brackets. Only a slash may follow.
 * @see RFC 3986 section 3.2
 */
export function parseProbeUrl(text: string): ParsedProbeUrl {
  const [, scheme = '', authority = '', rest = ''] = (text.length <= MAX_URL_CHARACTERS && URL_FORM.exec(text)) || [];
  if (scheme === '') return faulty('form');
  const protocol = PROBE_PROTOCOLS.find((known) => known === scheme.toLowerCase());
  if (protocol === undefined) return faulty('protocol');
  if (authority.includes('@')) return faulty('user');
  if (rest !== '' && rest !== '/') return faulty('more');
  const [, written = '', digits] = AUTHORITY.exec(authority) ?? [];
  const host = written.startsWith('[') ? ipv6Of(written) : hostOf(written);
  if (host === undefined) return faulty('host');
  const port = digits === undefined || digits === '' ? usualPort(protocol) : Number(digits);
  if (port === undefined) return faulty('port-missing');
  const isPort = /^\d{0,5}$/.test(digits ?? '') && port >= 1 && port <= 65_535;
  return isPort ? { kind: 'place', place: { protocol, host, port } } : faulty('port');
}

function usualPort(protocol: ProbeProtocol): number | undefined {
  return protocol === 'tls' ? undefined : PROBE_PORTS[protocol];
}

function faulty(error: ProbeUrlError): ParsedProbeUrl {
  return { kind: 'faulty', error };
}

function ipv6Of(written: string): string | undefined {
  if (!/^\[[0-9a-f:.]{2,45}\]$/i.test(written)) return undefined;
  const url = `http://${written}/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

/** Returns a DNS name in A-labels, or a dotted IPv4 address: not `127.1`, octal or hexadecimal. */
function hostOf(written: string): string | undefined {
  if (written === '' || FOREIGN.test(written)) return undefined;
  const url = `http://${written}/`;
  const host = URL.canParse(url) ? new URL(url).hostname : undefined;
  if (host === undefined) return undefined;
  if (resemblesIpAddress(host)) return host === written ? host : undefined;
  return canonicalDnsName(host);
}
