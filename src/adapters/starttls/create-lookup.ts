import { isIP, type LookupFunction } from 'node:net';
import { type NameSources, resolveAddresses, SYSTEM_NAME_SOURCES } from './resolve-addresses.ts';

/** The maximum time to wait for name servers, ms. The deadline of the caller may be earlier. */
const MAX_WAIT_MS = 20_000;

/**
 * Returns a function for the option `lookup` of Node's connections, which resolves names with
 * `resolveAddresses`. Node's own function uses a few threads, so that names with unresponsive
 * servers would delay all others.
 * @param signal aborts all pending queries
 */
export function createLookup(signal: AbortSignal, nameSources: NameSources = SYSTEM_NAME_SOURCES): LookupFunction {
  return (host, { all = false }, callback) => {
    const fail = (code: string, message: string): void => {
      callback(Object.assign(new Error(message), { code, hostname: host }), all ? [] : '');
    };
    resolveAddresses(host, MAX_WAIT_MS, signal, nameSources).then(
      (result) => {
        const [first, ...others] = 'addresses' in result ? result.addresses : [];
        if (first === undefined) {
          const hasTimedOut = 'reason' in result && result.reason === 'timed_out';
          const cause = hasTimedOut ? 'no name server responds' : 'the name does not exist';
          return fail(hasTimedOut ? 'ETIMEDOUT' : 'ENOTFOUND', `cannot resolve ${host}: ${cause}`);
        }
        if (!all) return callback(null, first, isIP(first));
        const addresses = [first, ...others].map((address) => ({ address, family: isIP(address) }));
        return callback(null, addresses);
      },
      () => fail('ECANCELED', `cannot resolve ${host}: canceled`),
    );
  };
}
