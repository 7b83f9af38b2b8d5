import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { delimiter } from 'node:path';
import { ALL_EVENTS } from '../../domain/event/catalog/all.ts';
import { RESOURCE_FAILURES } from '../../domain/failure/resource-failures.ts';
import { systemLocale } from '../../formats/system/system-locale.ts';
import { ResourceError, resourceShortageOf } from '../../work/errors.ts';
import type { ConfigurationEnvironment } from './configuration-environment.ts';

const DEFAULT_STATE_DIRECTORY = '/var/lib/mailcertd';
const LOOKUP_DEADLINE_MS = 2000;

/** The process, and the sources of the host name. */
export interface EnvironmentSources {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly processId: number;
  /** `/etc/hostname`, except in tests. */
  readonly hostnameFile: string;
  /** The program that prints the canonical name, with arguments. */
  readonly canonicalNameCommand: readonly [string, ...string[]];
}

/**
 * The program that calls `getaddrinfo` with AI_CANONNAME, which Node does not offer. A program can
 * also be stopped if the resolver blocks.
 * @see https://man7.org/linux/man-pages/man1/hostname.1.html
 */
const CANONICAL_NAME_COMMAND = ['hostname', '--fqdn'] as const;

/** Returns the sources of this process. */
export function processSources(): EnvironmentSources {
  return {
    variables: process.env,
    processId: process.pid,
    hostnameFile: '/etc/hostname',
    canonicalNameCommand: CANONICAL_NAME_COMMAND,
  };
}

/**
 * Reads the environment. The host name is the name in /etc/hostname, or the name of the kernel if
 * the file has no name. Only if it is not fully qualified, the resolver is asked, for at most two
 * seconds.
 * @throws {ResourceError}
 */
export async function readEnvironment(
  sources: EnvironmentSources = processSources(),
): Promise<ConfigurationEnvironment> {
  const hostnameFile = await readHostnameFile(sources.hostnameFile);
  const kernelHostname = hostname();
  const isFullyQualified = (hostnameFile ?? kernelHostname).includes('.');
  return {
    hostnameFile,
    kernelHostname,
    canonicalName: isFullyQualified ? undefined : await lookUpCanonicalName(sources.canonicalNameCommand),
    stateDirectory: stateDirectoryOf(sources),
    locale: systemLocale(sources.variables),
    isRunByNpx: isRunByNpx(sources.variables),
    eventIds: ALL_EVENTS.map((event) => event.eventId),
  };
}

/**
 * Returns the first line that is neither empty nor a comment.
 * @see https://www.freedesktop.org/software/systemd/man/latest/hostname.html
 */
async function readHostnameFile(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch((failure: unknown) => {
    const error = resourceErrorOf(failure);
    if (error !== undefined) throw error;
    return '';
  });
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#'));
}

function lookUpCanonicalName([program, ...args]: readonly [string, ...string[]]): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const options = { timeout: LOOKUP_DEADLINE_MS, killSignal: 'SIGKILL' } as const;
    execFile(program, args, options, (error, stdout) => {
      const resourceError = resourceErrorOf(error);
      if (resourceError !== undefined) reject(resourceError);
      else resolve(error === null ? stdout.trim() || undefined : undefined);
    });
  });
}

/**
 * Returns the error to throw if a call failed because the process has no free file descriptors or
 * memory; otherwise undefined. With a default in its place, the computer would get another name.
 */
function resourceErrorOf(failure: unknown): ResourceError | undefined {
  const shortage = resourceShortageOf(failure);
  if (shortage === undefined) return undefined;
  return new ResourceError(RESOURCE_FAILURES.host_name_not_read, shortage, failure);
}

/**
 * Returns the state directory: STATE_DIRECTORY of systemd, or the default. Child processes inherit
 * the variable, but it only applies to the process that systemd started.
 */
function stateDirectoryOf({ variables, processId }: EnvironmentSources): string {
  const isUnitProcess = variables['SYSTEMD_EXEC_PID'] === String(processId);
  const [first = ''] = (isUnitProcess ? (variables['STATE_DIRECTORY'] ?? '') : '').split(delimiter);
  return first.startsWith('/') ? first : DEFAULT_STATE_DIRECTORY;
}

/**
 * Returns whether npx started mailcertd. npm passes its variables to all child processes, so it is
 * also checked that the script of npx is mailcertd.
 */
function isRunByNpx(variables: EnvironmentSources['variables']): boolean {
  return (
    variables['npm_lifecycle_event'] === 'npx' && /^["']?mailcertd\b/.test(variables['npm_lifecycle_script'] ?? '')
  );
}
