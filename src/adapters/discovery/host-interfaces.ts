import { networkInterfaces } from 'node:os';
import { type ResolvedSettings, unresolved } from '../../formats/server-config/settled.ts';

/** The addresses of a host by the name of the interface that has them, IPv6 without a zone. */
export type Interfaces = ReadonlyMap<string, readonly string[]>;

/**
 * The addresses of this host, or why the system does not tell them.
 * @param ask as the system is asked; it throws where it does not answer
 */
export function hostInterfaces(ask: typeof networkInterfaces = networkInterfaces): ResolvedSettings<Interfaces> {
  try {
    const byName = Object.entries(ask());
    return {
      kind: 'value',
      value: new Map(byName.map(([name, addresses = []]) => [name, addresses.map(({ address }) => address)])),
    };
  } catch (error) {
    return unresolved(error instanceof Error ? error.message : String(error));
  }
}
