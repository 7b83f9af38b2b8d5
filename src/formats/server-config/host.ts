/** What settings are read against: what this host makes of names that stand in them. */
export interface Host {
  /** TCP ports by name. */
  readonly ports: ReadonlyMap<string, number>;
  /** All addresses of this host, IPv6 without brackets or a zone. */
  readonly addresses: readonly string[];
  /** The addresses of a name, as this host's resolver answers; undefined: it was not asked, or knows none. */
  readonly addressesOf: (name: string) => readonly string[] | undefined;
}

/** Whether this host speaks IPv6 at all: where it does not, what listens everywhere listens to IPv4 alone. */
export function hasIpv6({ addresses }: Pick<Host, 'addresses'>): boolean {
  return addresses.some((address) => address.includes(':'));
}

/** An address as it stands before a port, or in a name: IPv6 in brackets. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
