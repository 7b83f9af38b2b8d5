import { isIP, type LookupFunction } from 'node:net';
import { type NameSources, resolveAddresses, SYSTEM_NAME_SOURCES } from './resolve-addresses.ts';

/** Beyond it nobody waits for a name server, whatever the deadline, ms. */
const LONGEST_MS = 20_000;

/**
 * Names as `resolveAddresses` finds them, for whoever opens connections in Node: one name whose servers are silent keeps no
 * other from being found, which Node's own look-up, on the few threads that there are, would do.
 * @param signal ends every look-up that is under way
 */
export function resolveBy(signal: AbortSignal, names: NameSources = SYSTEM_NAME_SOURCES): LookupFunction {
  return (host, { all = false }, callback) => {
    const fail = (code: string, message: string): void => {
      callback(Object.assign(new Error(message), { code, hostname: host }), all ? [] : '');
    };
    resolveAddresses(host, LONGEST_MS, signal, names).then(
      (found) => {
        const [first, ...others] = 'addresses' in found ? found.addresses : [];
        if (first === undefined) {
          const isLate = 'reason' in found && found.reason === 'timed_out';
          const why = isLate ? 'no name server answers' : 'there is no such name';
          return fail(isLate ? 'ETIMEDOUT' : 'ENOTFOUND', `looking for the address of ${host}: ${why}`);
        }
        if (!all) return callback(null, first, isIP(first));
        const addresses = [first, ...others].map((address) => ({ address, family: isIP(address) }));
        return callback(null, addresses);
      },
      () => fail('ECANCELED', `looking for the address of ${host}: called off`),
    );
  };
}
