import { networkInterfaces } from 'node:os';

/** The addresses of this host by the name of the interface that has them, IPv6 without a zone. */
export function hostInterfaces(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(networkInterfaces()).map(([name, addresses = []]) => [
      name,
      addresses.map(({ address }) => address),
    ]),
  );
}
