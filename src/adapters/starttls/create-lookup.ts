import { isIP, type LookupFunction } from 'node:net';
import { type NameSources, resolveAddresses, SYSTEM_NAME_SOURCES } from './resolve-addresses.ts';

/** The maximum time to wait for name servers, ms, for any deadline. */
const MAX_WAIT_MS = 20_000;

/**
 * Returns a resolver for Node's connections that uses `resolveAddresses`. A name with unresponsive
 * servers does not delay other names, as it would with Node's own resolver and its few threads.
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
