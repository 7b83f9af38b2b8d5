import type { PartlyKnownSocket } from '../../../domain/connector/socket-name.ts';
import { EXIM_FAILURES } from '../../../domain/failure/exim-failures.ts';
import type { Failure } from '../../../domain/failure/failure.ts';
import { type Host, hasIpv6 } from '../host.ts';
import { type Unresolved, unresolved } from '../resolved-settings.ts';
import { eximList } from './exim-list.ts';

/** A listening socket of Exim. */
export interface EximSocket {
  /** The bound address: `0.0.0.0` and `::` for all addresses; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
}

/** A socket; or the reason why it is unknown, and all sockets that it can be. */
export type EximSocketResult =
  | { readonly kind: 'value'; readonly value: EximSocket }
  | (Unresolved & { readonly sockets: readonly PartlyKnownSocket[] });

/** The settings of Exim's listeners. */
export interface EximListening {
  /** `local_interfaces` */
  readonly interfaces: string;
  /** `daemon_smtp_ports` */
  readonly ports: string;
  /** The value of `-oX` on the command line, which overrides both; undefined if it is not set. */
  readonly override: string | undefined;
}

/** Returns a port by its number or its name in the system; undefined if it is unknown. */
export function eximPort(numberOrName: string, { ports }: Pick<Host, 'ports'>): number | undefined {
  if (!/^\d/.test(numberOrName)) return ports.get(numberOrName);
  const port = /^\d{1,5}$/.test(numberOrName) ? Number(numberOrName) : 0;
  return port > 0 && port <= 65_535 ? port : undefined;
}

/** Splits an item: `127.0.0.1`, `127.0.0.1.26`, `[::1]:26`, `::1.26`. */
function splitItem(item: string): { readonly address: string; readonly port: string | undefined } | undefined {
  const [, bracketed, port] = /^\[([\d.a-f:]+)\](?:[:.](\d{1,5}))?$/i.exec(item) ?? [];
  if (bracketed !== undefined) return { address: bracketed, port };
  const [, ipv4, ipv4Port] = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\.(\d{1,5}))?$/.exec(item) ?? [];
  if (ipv4 !== undefined) return { address: ipv4, port: ipv4Port };
  const [, ipv6, ipv6Port] = /^([\da-f:]*:[\da-f:]*)(?:\.(\d{1,5}))?$/i.exec(item) ?? [];
  return ipv6 === undefined ? undefined : { address: ipv6, port: ipv6Port };
}

/**
 * Returns the sockets that an invalid item can be. The last number is a port only after a bracket
 * or a host name: in an incomplete or mistyped address, it can be a part of the address.
 */
function possibleSockets(item: string, ports: readonly string[], host: Host): readonly PartlyKnownSocket[] {
  const [, address] = /^(\d{1,3}(?:\.\d{1,3}){3})\./.exec(item) ?? [];
  if (address !== undefined) return [{ address, port: undefined }];
  const [, itemPort] = /^(?:\[.*\]|[a-z][\w.-]*)[.:](\d{1,5})$/i.exec(item) ?? [];
  if (itemPort !== undefined) return [{ address: undefined, port: eximPort(itemPort, host) }];
  if (!/^[a-z][\w.-]*$/i.test(item)) return [{ address: undefined, port: undefined }];
  return ports.map((port) => ({ address: undefined, port: eximPort(port, host) }));
}

/** Returns the interfaces and ports, from the command line if it sets them. */
function effectiveLists({ interfaces, ports, override }: EximListening): {
  readonly interfaces: readonly string[];
  readonly ports: readonly string[];
} {
  const overrideItems = override === undefined ? [] : eximList(override);
  // An item of `-oX` with a dot or colon is an address, any other item a port.
  const addresses = overrideItems.filter((item) => /[.:]/.test(item));
  const portNumbers = overrideItems.filter((item) => !/[.:]/.test(item));
  return {
    interfaces: addresses.length > 0 ? addresses : eximList(interfaces),
    ports: portNumbers.length > 0 ? portNumbers : eximList(ports),
  };
}

/**
 * Returns every listening socket in the order of the settings; some can be unresolved.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-starting_the_daemon_and_the_use_of_network_interfaces.html
 */
export function eximSockets(listening: EximListening, host: Host): readonly EximSocketResult[] {
  const { interfaces, ports } = effectiveLists(listening);
  const sockets = new Map<string, EximSocketResult>();
  const unknown = (failure: Failure, possible: readonly PartlyKnownSocket[]): EximSocketResult => ({
    ...unresolved(failure),
    sockets: possible,
  });
  const add = (address: string, numberOrName: string): void => {
    const port = eximPort(numberOrName, host);
    const key = `${address} ${port ?? numberOrName}`;
    if (port === undefined)
      sockets.set(key, unknown(EXIM_FAILURES.exim_port_unknown({ value: numberOrName }), [{ address, port }]));
    else sockets.set(key, { kind: 'value', value: { address, port } });
  };
  for (const item of interfaces) {
    const split = splitItem(item);
    if (split === undefined) {
      sockets.set(
        item,
        unknown(EXIM_FAILURES.exim_address_invalid({ value: item }), possibleSockets(item, ports, host)),
      );
      continue;
    }
    const address = split.address === '::0' ? '::' : split.address.toLowerCase();
    // Without IPv6 in the kernel, Exim continues with the IPv4 socket.
    if (address === '::' && !hasIpv6(host)) continue;
    for (const port of split.port === undefined ? ports : [split.port]) add(address, port);
  }
  return [...sockets.values()];
}
