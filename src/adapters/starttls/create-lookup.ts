import { isIP, type LookupFunction } from 'node:net';
import { CONNECTION_FAILURES } from '../../domain/failure/connection-failures.ts';
import type { Failure } from '../../domain/failure/failure.ts';
import { FailureError } from '../../domain/failure/failure-error.ts';
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
    const fail = (code: string, cause: Failure): void => {
      const failure = CONNECTION_FAILURES.host_unresolved({ host, cause });
      callback(Object.assign(new FailureError(failure), { code, hostname: host }), all ? [] : '');
    };
    resolveAddresses(host, MAX_WAIT_MS, signal, nameSources).then(
      (result) => {
        const [first, ...others] = 'addresses' in result ? result.addresses : [];
        if (first === undefined) {
          const hasTimedOut = 'reason' in result && result.reason === 'timed_out';
          return hasTimedOut
            ? fail('ETIMEDOUT', CONNECTION_FAILURES.name_server_silent)
            : fail('ENOTFOUND', CONNECTION_FAILURES.host_name_unknown);
        }
        if (!all) return callback(null, first, isIP(first));
        const addresses = [first, ...others].map((address) => ({ address, family: isIP(address) }));
        return callback(null, addresses);
      },
      () => fail('ECANCELED', CONNECTION_FAILURES.resolution_canceled),
    );
  };
}
