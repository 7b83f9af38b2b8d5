import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { type Host, hasIpv6 } from '../host.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';

/** The listening addresses of a service. */
export interface PostfixListener {
  readonly port: number;
  /**
   * The bound addresses, one socket each: `0.0.0.0` and `::` for all addresses; IPv6 without
   * brackets.
   */
  readonly addresses: readonly [string, ...string[]];
}

const EVERYWHERE: readonly string[] = ['0.0.0.0', '::'];
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

/** Splits a list at commas and white space. @see https://www.postfix.org/postconf.5.html */
export function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((item) => item !== '');
}

interface Families {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

function familiesOf(protocols: string, host: Host): ResolvedSettings<Families> {
  const words = splitList(protocols.toLowerCase());
  const unknown = words.find((word) => !['all', 'ipv4', 'ipv6'].includes(word));
  if (unknown !== undefined) return unresolved(`inet_protocols: "${unknown}" is not a protocol`);
  const all = words.length === 0 || words.includes('all');
  return {
    kind: 'value',
    value: { ipv4: all || words.includes('ipv4'), ipv6: (all || words.includes('ipv6')) && hasIpv6(host) },
  };
}

/** Splits `host:port`, `[host]:port`, or a port without a host. */
function splitName(name: string): { readonly host: string | undefined; readonly port: string } {
  const [, bracketed, bare, port] = /^(?:(?:\[([^\]]*)\]|([^:[\]]*)):)?([^:[\]]+)$/.exec(name) ?? [];
  return { host: (bracketed ?? bare) || undefined, port: port ?? '' };
}

function portOf(name: string, known: string, { ports }: Host): number | undefined {
  if (/^\d{1,5}$/.test(name)) return Number(name) <= 65_535 ? Number(name) : undefined;
  // `smtps=submissions=465`: every word before the number is a name of the port.
  for (const entry of splitList(known)) {
    const words = entry.split('=');
    const number = words.at(-1) ?? '';
    if (/^\d{1,5}$/.test(number) && words.slice(0, -1).includes(name)) return Number(number);
  }
  return ports.get(name);
}

/** Returns every address of a list of hosts and addresses, or of a single keyword. */
function addressesOf(hosts: readonly string[], host: Host): ResolvedSettings<readonly string[]> {
  const [keyword, ...others] = hosts;
  if (others.length === 0 && keyword === 'all') return { kind: 'value', value: EVERYWHERE };
  if (others.length === 0 && keyword === 'loopback-only') return { kind: 'value', value: LOOPBACK };
  const addresses: string[] = [];
  for (const written of hosts) {
    const bare = written.replace(/^\[(.*)\]$/, '$1');
    const found = resemblesIpAddress(bare) ? [bare] : host.addressesOf(bare);
    if (found === undefined || found.length === 0) return unresolved(`cannot resolve "${bare}"`);
    addresses.push(...found);
  }
  return { kind: 'value', value: addresses };
}

/** Returns the names that must be resolved to find the listening addresses. */
export function hostsNamedBy(settings: PostfixSettings): readonly string[] {
  const interfaces = settings.settle('inet_interfaces');
  const services = settings.services
    .filter(({ type }) => type === 'inet')
    .map(({ name }) => splitName(name).host ?? '');
  const named = [...services, ...(interfaces.kind === 'value' ? splitList(interfaces.value) : [])];
  const keywords: readonly string[] = ['', 'all', 'loopback-only'];
  return [...new Set(named)].filter((name) => !keywords.includes(name) && !resemblesIpAddress(name));
}

/**
 * Returns the listening addresses of a service of type `inet`.
 * @see https://www.postfix.org/master.5.html
 * @see https://www.postfix.org/postconf.5.html#inet_interfaces
 */
export function listenerOf(
  service: PostfixService,
  settings: PostfixSettings,
  host: Host,
): ResolvedSettings<PostfixListener> {
  const known = settings.settle('known_tcp_ports');
  const protocols = settings.settle('inet_protocols');
  const interfaces = settings.settle('inet_interfaces');
  for (const value of [known, protocols, interfaces]) if (value.kind === 'unresolved') return value;
  const text = (value: ResolvedSettings<string>): string => (value.kind === 'value' ? value.value : '');

  const { host: own, port: portName } = splitName(service.name);
  const port = portOf(portName, text(known), host);
  if (port === undefined) return unresolved(`"${service.name}" has an unknown port`);
  const families = familiesOf(text(protocols), host);
  if (families.kind === 'unresolved') return families;

  const isSpoken = (address: string): boolean => (address.includes(':') ? families.value.ipv6 : families.value.ipv4);
  const addresses = addressesOf(own === undefined ? splitList(text(interfaces)) : [own], host);
  if (addresses.kind === 'unresolved') return addresses;
  const [first, ...others] = [...new Set(addresses.value.filter(isSpoken))];
  if (first === undefined) return unresolved(`"${service.name}" has no address of inet_protocols`);
  return { kind: 'value', value: { port, addresses: [first, ...others] } };
}
