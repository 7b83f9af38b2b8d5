/** The properties of this host that are needed to interpret the settings of a server. */
export interface Host {
  /** TCP ports by name. */
  readonly ports: ReadonlyMap<string, number>;
  /** All addresses of this host, IPv6 without brackets or zone. */
  readonly addresses: readonly string[];
  /** Returns the addresses of a name; undefined if this host's resolver did not find them. */
  readonly addressesOf: (name: string) => readonly string[] | undefined;
}

/** Returns true if this host has IPv6. Without IPv6, servers do not listen on `::`. */
export function hasIpv6({ addresses }: Pick<Host, 'addresses'>): boolean {
  return addresses.some((address) => address.includes(':'));
}

/** Returns an address for use before a port or in a name: IPv6 in brackets. */
export function bracketIpv6(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
