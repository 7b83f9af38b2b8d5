import { isIP, type LookupFunction } from 'node:net';
import { type NameSources, resolveAddresses, SYSTEM_NAME_SOURCES } from './resolve-addresses.ts';

/** The maximum time to wait for name servers, ms, for any deadline. */
const LONGEST_MS = 20_000;

/**
 * Returns a resolver for Node's connections that uses `resolveAddresses`. A name with unresponsive
 * servers does not delay other names, as it would with Node's own resolver and its few threads.
 * @param signal aborts all pending queries
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
          const why = isLate ? 'no name server responds' : 'the name does not exist';
          return fail(isLate ? 'ETIMEDOUT' : 'ENOTFOUND', `cannot resolve ${host}: ${why}`);
        }
        if (!all) return callback(null, first, isIP(first));
        const addresses = [first, ...others].map((address) => ({ address, family: isIP(address) }));
        return callback(null, addresses);
      },
      () => fail('ECANCELED', `cannot resolve ${host}: canceled`),
    );
  };
}
