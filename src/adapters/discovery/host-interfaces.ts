import { networkInterfaces } from 'node:os';
import { messageOf } from '../../domain/failure/message-of.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import { type ResolvedSettings, unresolved } from '../../formats/server-config/resolved-settings.ts';

/** The addresses of a host by interface name, IPv6 without a zone. */
export type Interfaces = ReadonlyMap<string, readonly string[]>;

/**
 * Returns the addresses of this host, or the reason why the system does not list them.
 * @param listInterfaces the system call; throws if the system does not answer
 */
export function hostInterfaces(
  listInterfaces: typeof networkInterfaces = networkInterfaces,
): ResolvedSettings<Interfaces> {
  try {
    const byName = Object.entries(listInterfaces());
    return {
      kind: 'value',
      value: new Map(byName.map(([name, addresses = []]) => [name, addresses.map(({ address }) => address)])),
    };
  } catch (error) {
    return unresolved(SAID_FAILURES.said({ text: messageOf(error) }));
  }
}
