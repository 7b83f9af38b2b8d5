import { resemblesIpAddress } from '../../../domain/certificate/dns-name.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import { type Host, hasIpv6 } from '../host.ts';
import { type ResolvedSettings, unresolved } from '../resolved-settings.ts';
import { splitList } from './postfix-lists.ts';
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

const ALL_ADDRESSES: readonly string[] = ['0.0.0.0', '::'];
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

/** The enabled IP versions. */
interface Families {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

function familiesOf(protocols: string, host: Host): ResolvedSettings<Families> {
  const words = splitList(protocols.toLowerCase());
  const unknown = words.find((word) => !['all', 'ipv4', 'ipv6'].includes(word));
  if (unknown !== undefined) return unresolved(SETTING_FAILURES.protocol_unknown({ text: unknown.slice(0, 200) }));
  const isAll = words.length === 0 || words.includes('all');
  return {
    kind: 'value',
    value: { ipv4: isAll || words.includes('ipv4'), ipv6: (isAll || words.includes('ipv6')) && hasIpv6(host) },
  };
}

/** Splits `host:port`, `[host]:port`, or a port without a host. */
function splitServiceName(name: string): { readonly host: string | undefined; readonly port: string } {
  const [, bracketed, bare, port] = /^(?:(?:\[([^\]]*)\]|([^:[\]]*)):)?([^:[\]]+)$/.exec(name) ?? [];
  return { host: (bracketed ?? bare) || undefined, port: port ?? '' };
}

/**
 * Returns a port by its number or name; undefined if it is unknown.
 * @param knownPorts the value of `known_tcp_ports`, for example `smtps=submissions=465`
 */
function portOf(name: string, knownPorts: string, { ports }: Host): number | undefined {
  if (/^\d{1,5}$/.test(name)) return Number(name) <= 65_535 ? Number(name) : undefined;
  for (const entry of splitList(knownPorts)) {
    const names = entry.split('=');
    const port = names.pop() ?? '';
    if (/^\d{1,5}$/.test(port) && names.includes(name)) return Number(port);
  }
  return ports.get(name);
}

/** Returns every address of a list of hosts and addresses, or of a single keyword. */
function addressesOf(hosts: readonly string[], host: Host): ResolvedSettings<readonly string[]> {
  const [keyword, ...others] = hosts;
  if (others.length === 0 && keyword === 'all') return { kind: 'value', value: ALL_ADDRESSES };
  if (others.length === 0 && keyword === 'loopback-only') return { kind: 'value', value: LOOPBACK };
  const addresses: string[] = [];
  for (const item of hosts) {
    const name = item.replace(/^\[(.*)\]$/, '$1');
    const resolved = resemblesIpAddress(name) ? [name] : host.addressesOf(name);
    if (resolved === undefined || resolved.length === 0)
      return unresolved(SETTING_FAILURES.address_not_resolved({ text: name.slice(0, 253) }));
    addresses.push(...resolved);
  }
  return { kind: 'value', value: addresses };
}

/** Returns every host name that must be resolved to find the listening addresses. */
export function postfixHostsIn(settings: PostfixSettings): readonly string[] {
  const interfaces = settings.resolve('inet_interfaces');
  const serviceHosts = settings.services
    .filter(({ type }) => type === 'inet')
    .map(({ name }) => splitServiceName(name).host ?? '');
  const names = [...serviceHosts, ...(interfaces.kind === 'value' ? splitList(interfaces.value) : [])];
  const keywords: readonly string[] = ['', 'all', 'loopback-only'];
  return [...new Set(names)].filter((name) => !keywords.includes(name) && !resemblesIpAddress(name));
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
  const knownPorts = settings.resolve('known_tcp_ports');
  const protocols = settings.resolve('inet_protocols');
  const interfaces = settings.resolve('inet_interfaces');
  for (const value of [knownPorts, protocols, interfaces]) if (value.kind === 'unresolved') return value;
  const text = (value: ResolvedSettings<string>): string => (value.kind === 'value' ? value.value : '');

  const { host: serviceHost, port: portName } = splitServiceName(service.name);
  const port = portOf(portName, text(knownPorts), host);
  if (port === undefined) return unresolved(SETTING_FAILURES.port_unknown({ text: service.name.slice(0, 253) }));
  const families = familiesOf(text(protocols), host);
  if (families.kind === 'unresolved') return families;

  const isEnabled = (address: string): boolean => (address.includes(':') ? families.value.ipv6 : families.value.ipv4);
  const addresses = addressesOf(serviceHost === undefined ? splitList(text(interfaces)) : [serviceHost], host);
  if (addresses.kind === 'unresolved') return addresses;
  const [first, ...others] = [...new Set(addresses.value.filter(isEnabled))];
  if (first === undefined)
    return unresolved(SETTING_FAILURES.address_family_missing({ text: service.name.slice(0, 253) }));
  return { kind: 'value', value: { port, addresses: [first, ...others] } };
}
