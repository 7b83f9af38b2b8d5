import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { addressesInHosts } from '../../formats/network/hosts-file.ts';
import type { ConnectionProblem } from './connection-problem.ts';
import { readBounded } from './read-bounded.ts';

/** No mail server has as many; a server that answers with more is misled, or misleads. */
const MOST = 32;
/** A datagram that is lost is sent again after so long, ms. */
const RETRY_MS = 2000;
const TRIES = 4;
const MOST_HOSTS_OCTETS = 0x4_0000;

/** Where names are looked up. */
export interface NameSources {
  /** Absolute. */
  readonly hostsFile: string;
  /** `127.0.0.1:5353`; undefined: those of the system. */
  readonly nameServers: readonly string[] | undefined;
}

export const SYSTEM_NAME_SOURCES: NameSources = { hostsFile: '/etc/hosts', nameServers: undefined };

export interface Resolved {
  /** One at least, each once. */
  readonly addresses: readonly string[];
  /** Why there may be more; empty: these are all. */
  readonly troubles: readonly ConnectionProblem[];
}

/**
 * Every address of a name: what the hosts file says; else its A and AAAA records; else, where there are none, what the
 * system finds, which knows search domains and the local network. Rejects with the signal's reason alone.
 */
export async function resolveAddresses(
  host: string,
  timeoutMs: number,
  signal: AbortSignal,
  { hostsFile, nameServers }: NameSources,
): Promise<Resolved | ConnectionProblem> {
  signal.throwIfAborted();
  if (isIP(host) !== 0) return { addresses: [host], troubles: [] };
  const known = await inHostsFile(host, hostsFile);
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
    return resolved(host, records, unanswered.map(troubleOf));
  }
  const silence = errors.find(({ code = '' }) => SILENCE.has(code));
  if (silence !== undefined) return troubleOf(silence);
  // Not before: it holds one of the few threads that files are read on for as long as a name server is silent.
  const found = await Promise.race([inSystem(host), once(deadline)]);
  signal.throwIfAborted();
  if (found.length > 0) return resolved(host, found, []);
  return errors[0] === undefined ? { reason: 'host_not_found', detail: '' } : troubleOf(errors[0]);
}

type Failed = NodeJS.ErrnoException;

/** The name has no such record, or there is no such name. */
const NONE: ReadonlySet<string> = new Set(['ENODATA', 'ENOTFOUND']);
const SILENCE: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECANCELLED']);

function troubleOf({ code = '', message }: Failed): ConnectionProblem {
  return { reason: SILENCE.has(code) ? 'timed_out' : 'host_not_found', detail: message };
}

function resolved(host: string, addresses: readonly string[], troubles: readonly ConnectionProblem[]): Resolved {
  const each = [...new Set(addresses)];
  if (each.length <= MOST) return { addresses: each, troubles };
  const detail = `${host} has ${each.length} addresses; the first ${MOST} are spoken to`;
  return { addresses: each.slice(0, MOST), troubles: [...troubles, { reason: 'too_large', detail }] };
}

async function inHostsFile(host: string, path: string): Promise<readonly string[]> {
  try {
    const text = (await readBounded(path, MOST_HOSTS_OCTETS)).toString('utf8');
    return addressesInHosts(text, host).filter((address) => isIP(address) !== 0);
  } catch {
    // As the system does with one that it cannot read.
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

/** Resolves, to nothing, when the signal is aborted. */
function once(signal: AbortSignal): Promise<readonly string[]> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
}
