import { canonicalDnsName, resemblesIpAddress } from '../../domain/certificate/dns-name.ts';
import {
  PROBE_PORTS,
  PROBE_PROTOCOLS,
  type ProbeProtocol,
  type ProbeTarget,
} from '../../domain/served/probe-target.ts';

/** Where a server is probed. */
export type ProbePlace = Pick<ProbeTarget, 'protocol' | 'host' | 'port'>;

/**
 * What is wrong with the address of a server: no `PROTOCOL://HOST:PORT` at all, a protocol that is not spoken, a user or a
 * password, a host that is neither a name nor an address, no port where there is no usual one, one beyond 1 to 65535, or
 * more behind it.
 */
export type ProbeUrlFault = 'form' | 'protocol' | 'user' | 'host' | 'port-missing' | 'port' | 'more';

/** A place, or what is wrong with what was written. */
export type ParsedProbeUrl =
  | { readonly kind: 'place'; readonly place: ProbePlace }
  | { readonly kind: 'faulty'; readonly fault: ProbeUrlFault };

const LONGEST = 1024;
const URL_FORM = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is;
const AUTHORITY = /^(\[[^[\]]*\]|[^:[\]]*)(?::(.*))?$/s;
/** Any ASCII character that no host has: what makes A-labels would take some of them for its own syntax. */
const FOREIGN = /(?![a-zA-Z0-9._-])[\u0000-\u007f]/;

/**
 * `smtp://mx.example.com:25`: the port may be left out where the protocol has a usual one, an IPv6 address stands in
 * brackets, a name may be written in its own script. The host comes out canonical: A-labels in lower case, or an address
 * without brackets. Nothing may stand behind it but a slash.
 * @see RFC 3986 section 3.2
 */
export function parseProbeUrl(text: string): ParsedProbeUrl {
  const [, scheme = '', authority = '', rest = ''] = (text.length <= LONGEST && URL_FORM.exec(text)) || [];
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

function faulty(fault: ProbeUrlFault): ParsedProbeUrl {
  return { kind: 'faulty', fault };
}

function ipv6Of(written: string): string | undefined {
  if (!/^\[[0-9a-f:.]{2,45}\]$/i.test(written)) return undefined;
  const url = `http://${written}/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined;
}

/** A DNS name in A-labels, or an IPv4 address as it is usually written: not `127.1`, nor octal or hexadecimal. */
function hostOf(written: string): string | undefined {
  if (written === '' || FOREIGN.test(written)) return undefined;
  const url = `http://${written}/`;
  const host = URL.canParse(url) ? new URL(url).hostname : undefined;
  if (host === undefined) return undefined;
  if (resemblesIpAddress(host)) return host === written ? host : undefined;
  return canonicalDnsName(host);
}
