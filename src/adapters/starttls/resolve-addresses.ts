import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { CONNECTION_FAILURES } from '../../domain/failure/connection-failures.ts';
import { CONVERSATION_FAILURES } from '../../domain/failure/conversation-failures.ts';
import { SAID_FAILURES } from '../../domain/failure/said-failures.ts';
import { addressesInHosts } from '../../formats/network/hosts-file.ts';
import type { ConnectionProblem } from './connection-problem.ts';
import { readFileWithLimit } from './read-file-with-limit.ts';

/** The maximum number of addresses of a host that are probed. No mail server has more. */
const MAX_ADDRESSES = 32;
/** The time after which an unanswered query is repeated, ms. */
const RETRY_MS = 2000;
const MAX_ATTEMPTS = 4;
const MAX_HOSTS_BYTES = 0x4_0000;

/** The sources of name resolution. */
export interface NameSources {
  /** Absolute. */
  readonly hostsFile: string;
  /** For example `127.0.0.1:5353`. By default, the name servers of the system. */
  readonly nameServers: readonly string[] | undefined;
}

/** The sources of the system. */
export const SYSTEM_NAME_SOURCES: NameSources = { hostsFile: '/etc/hosts', nameServers: undefined };

/** The addresses of a host. */
export interface HostAddresses {
  /** At least one, without duplicates. */
  readonly addresses: readonly string[];
  /** Reasons why addresses may be missing; empty if the list is complete. */
  readonly problems: readonly ConnectionProblem[];
  /**
   * The only address family of which addresses may be missing, because its query failed. Left out:
   * none is missing, or addresses of both families may be.
   */
  readonly incompleteFamily?: 4 | 6;
}

/**
 * Returns all addresses of a host. The first source with addresses is used:
 * 1. the hosts file
 * 2. the A and AAAA records
 * 3. the resolver of the system, which also knows search domains and the local network
 *
 * Rejects only with the reason of the signal.
 */
export async function resolveAddresses(
  host: string,
  timeoutMs: number,
  signal: AbortSignal,
  { hostsFile, nameServers }: NameSources,
): Promise<HostAddresses | ConnectionProblem> {
  signal.throwIfAborted();
  if (isIP(host) !== 0) return { addresses: [host], problems: [] };
  const hostsFileAddresses = await readHostsFile(host, hostsFile);
  // Checked before the listener below is added, because a signal that is aborted emits no event.
  signal.throwIfAborted();
  if (hostsFileAddresses.length > 0) return limitAddresses(host, hostsFileAddresses, []);

  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const resolver = new Resolver({ timeout: RETRY_MS, tries: MAX_ATTEMPTS });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  deadline.addEventListener('abort', () => resolver.cancel(), { once: true });
  const results = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  signal.throwIfAborted();
  const records = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as DnsError] : []));
  if (records.length > 0) {
    const failures = errors.filter(({ code = '' }) => !NO_RECORD_CODES.has(code));
    const found = limitAddresses(host, records, failures.map(problemOf));
    // If the list was limited, addresses of both families may be missing.
    const isLimited = found.problems.length > failures.length;
    if (failures.length === 0 || isLimited) return found;
    // One query succeeded, so only the other one failed.
    return { ...found, incompleteFamily: results[0].status === 'rejected' ? 4 : 6 };
  }
  const noResponse = errors.find(({ code = '' }) => NO_RESPONSE_CODES.has(code));
  if (noResponse !== undefined) return problemOf(noResponse);
  // The resolver of the system is used last, because it blocks one of the few threads for file
  // access until a name server responds.
  const found = await Promise.race([lookUpInSystem(host), emptyAfterAbort(deadline)]);
  signal.throwIfAborted();
  if (found.length > 0) return limitAddresses(host, found, []);
  return errors[0] === undefined
    ? { reason: 'host_not_found', failure: CONNECTION_FAILURES.host_name_unknown }
    : problemOf(errors[0]);
}

type DnsError = NodeJS.ErrnoException;

/** The name does not exist, or has no such record. */
const NO_RECORD_CODES: ReadonlySet<string> = new Set(['ENODATA', 'ENOTFOUND']);
const NO_RESPONSE_CODES: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECANCELLED']);

function problemOf({ code = '', message }: DnsError): ConnectionProblem {
  return {
    reason: NO_RESPONSE_CODES.has(code) ? 'timed_out' : 'host_not_found',
    failure: SAID_FAILURES.said({ text: message }),
  };
}

function limitAddresses(
  host: string,
  addresses: readonly string[],
  problems: readonly ConnectionProblem[],
): HostAddresses {
  const uniqueAddresses = [...new Set(addresses)];
  if (uniqueAddresses.length <= MAX_ADDRESSES) return { addresses: uniqueAddresses, problems };
  const failure = CONVERSATION_FAILURES.addresses_too_many({
    host,
    count: uniqueAddresses.length,
    limit: MAX_ADDRESSES,
  });
  return {
    addresses: uniqueAddresses.slice(0, MAX_ADDRESSES),
    problems: [...problems, { reason: 'too_large', failure: failure }],
  };
}

async function readHostsFile(host: string, path: string): Promise<readonly string[]> {
  try {
    const text = (await readFileWithLimit(path, MAX_HOSTS_BYTES)).toString('utf8');
    return addressesInHosts(text, host).filter((address) => isIP(address) !== 0);
  } catch {
    // The system resolver also ignores an unreadable hosts file.
    return [];
  }
}

async function lookUpInSystem(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Resolves to an empty list when the signal aborts. */
function emptyAfterAbort(signal: AbortSignal): Promise<readonly string[]> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
}
