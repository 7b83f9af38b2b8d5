import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { addressesInHosts } from '../../formats/network/hosts-file.ts';
import type { ConnectionProblem } from './connection-problem.ts';
import { readBounded } from './read-bounded.ts';

/** The maximum number of addresses of a host. No mail server has more. */
const MOST = 32;
/** The time after which an unanswered query is repeated, ms. */
const RETRY_MS = 2000;
const TRIES = 4;
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

/** The addresses of a name. */
export interface Resolved {
  /** At least one, without duplicates. */
  readonly addresses: readonly string[];
  /** Reasons why addresses may be missing; empty if the list is complete. */
  readonly problems: readonly ConnectionProblem[];
  /** The address family whose query failed; left out: none, or addresses of both may be missing. */
  readonly incompleteFamily?: 4 | 6;
}

/**
 * Returns all addresses of a name. The sources are, in this order, the hosts file, the A and AAAA
 * records, and the resolver of the system. The latter knows search domains and the local network,
 * and is used only if there are no records. Rejects only with the reason of the signal.
 */
export async function resolveAddresses(
  host: string,
  timeoutMs: number,
  signal: AbortSignal,
  { hostsFile, nameServers }: NameSources,
): Promise<Resolved | ConnectionProblem> {
  signal.throwIfAborted();
  if (isIP(host) !== 0) return { addresses: [host], problems: [] };
  const known = await inHostsFile(host, hostsFile);
  // A signal that is already aborted emits no event, so the queries would not be canceled.
  signal.throwIfAborted();
  if (known.length > 0) return resolved(host, known, []);

  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const resolver = new Resolver({ timeout: RETRY_MS, tries: TRIES });
  if (nameServers !== undefined) resolver.setServers(nameServers);
  deadline.addEventListener('abort', () => resolver.cancel(), { once: true });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  signal.throwIfAborted();
  const records = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as Failed] : []));
  if (records.length > 0) {
    const unanswered = errors.filter(({ code = '' }) => !NONE.has(code));
    const found = resolved(host, records, unanswered.map(problemOf));
    if (unanswered.length === 0 || found.problems.length > unanswered.length) return found;
    return { ...found, incompleteFamily: answers[0].status === 'rejected' ? 4 : 6 };
  }
  const silence = errors.find(({ code = '' }) => SILENCE.has(code));
  if (silence !== undefined) return problemOf(silence);
  // The system resolver is last, because it blocks one of the few threads for file access while a
  // name server does not answer.
  const found = await Promise.race([inSystem(host), once(deadline)]);
  signal.throwIfAborted();
  if (found.length > 0) return resolved(host, found, []);
  return errors[0] === undefined ? { reason: 'host_not_found', detail: '' } : problemOf(errors[0]);
}

type Failed = NodeJS.ErrnoException;

/** The name does not exist, or has no such record. */
const NONE: ReadonlySet<string> = new Set(['ENODATA', 'ENOTFOUND']);
const SILENCE: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECANCELLED']);

function problemOf({ code = '', message }: Failed): ConnectionProblem {
  return { reason: SILENCE.has(code) ? 'timed_out' : 'host_not_found', detail: message };
}

function resolved(host: string, addresses: readonly string[], problems: readonly ConnectionProblem[]): Resolved {
  const each = [...new Set(addresses)];
  if (each.length <= MOST) return { addresses: each, problems };
  const detail = `${host} has ${each.length} addresses; only the first ${MOST} are probed`;
  return { addresses: each.slice(0, MOST), problems: [...problems, { reason: 'too_large', detail }] };
}

async function inHostsFile(host: string, path: string): Promise<readonly string[]> {
  try {
    const text = (await readBounded(path, MAX_HOSTS_BYTES)).toString('utf8');
    return addressesInHosts(text, host).filter((address) => isIP(address) !== 0);
  } catch {
    // The system resolver also ignores an unreadable hosts file.
    return [];
  }
}

async function inSystem(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** Resolves to an empty list when the signal aborts. */
function once(signal: AbortSignal): Promise<readonly string[]> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
}
