import { resolve } from 'node:path';
import type { Connector } from '../../../domain/connector/connector.ts';
import { type ConnectorObservation, expectedCertificates } from '../../../domain/served/served-on-disk.ts';
import { findNearest } from '../../../formats/text/find-nearest.ts';
import type { ConnectorOperations } from '../../../work/operations/connector-operations.ts';
import { findConnector } from '../arguments/find-connector.ts';
import { quotedNames } from '../arguments/quoted-names.ts';
import { FIND_FAILURES } from '../text/find-failures.ts';
import { PROBE_FAILURES } from '../text/probe-failures.ts';
import { UsageError } from '../text/usage-error.ts';

/** The arguments of `connectors reload` that choose connectors; exactly one must be given. */
export interface ReloadChoice {
  /** Names, unique prefixes or FQDNs of connectors; empty: not given. */
  readonly words: readonly string[];
  /** A certificate file, or a directory with certificate files. */
  readonly file: string | undefined;
  /** For example `postfix`. */
  readonly server: string | undefined;
  readonly isAll: boolean;
}

/**
 * Returns the connectors to reload, each once, in the order of the configuration.
 * @throws {UsageError} if no choice or more than one is given, or if nothing matches
 */
export async function chooseConnectors(
  { words, file, server, isAll }: ReloadChoice,
  all: readonly ConnectorObservation[],
  operations: Pick<ConnectorOperations, 'realPath'>,
): Promise<readonly ConnectorObservation[]> {
  const given = [words.length > 0, file !== undefined, server !== undefined, isAll].filter(Boolean);
  if (given.length !== 1) {
    throw new UsageError(PROBE_FAILURES.reload_target_required);
  }
  if (file !== undefined) return await connectorsUsingFile(file, all, operations);
  if (server !== undefined) return connectorsOfServer(server, all);
  if (isAll) return all;
  const namedConnectors = new Set(words.map((word) => findConnector(word, all)));
  return all.filter((observation) => namedConnectors.has(observation));
}

/**
 * Returns the connectors that use a file, or a file below a directory, also through symbolic links.
 */
async function connectorsUsingFile(
  file: string,
  all: readonly ConnectorObservation[],
  { realPath }: Pick<ConnectorOperations, 'realPath'>,
): Promise<readonly ConnectorObservation[]> {
  const path = resolve(file);
  const chosenPaths = [path, await realPath(path)];
  const realPaths = new Map<string, string>();
  for (const used of new Set(all.flatMap(filesOf))) realPaths.set(used, await realPath(used));
  const isChosen = (used: string): boolean => {
    const usedPaths = [used, realPaths.get(used) ?? used];
    return usedPaths.some((usedPath) => chosenPaths.some((chosenPath) => isAtOrBelow(usedPath, chosenPath)));
  };
  return all.filter((observation) => filesOf(observation).some(isChosen));
}

/** Returns the files whose certificates a connector uses. */
function filesOf({ connector, selection }: ConnectorObservation): readonly string[] {
  const selected = expectedCertificates(selection) ?? [];
  return [...(connector.certificateFiles ?? []), ...selected.map(({ location }) => location.path)];
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

/**
 * Returns the connectors of a server.
 * @throws {UsageError} if there is none
 */
function connectorsOfServer(server: string, all: readonly ConnectorObservation[]): readonly ConnectorObservation[] {
  const matches = all.filter(({ connector }) => serverNamesOf(connector).includes(server));
  if (matches.length > 0) return matches;
  const names = [...new Set(all.flatMap(({ connector }) => serverNamesOf(connector)))];
  const similarName = findNearest(server, names);
  const next =
    similarName === undefined
      ? FIND_FAILURES.known_servers({ names: quotedNames(names) })
      : FIND_FAILURES.did_you_mean({ name: FIND_FAILURES.quoted_name({ name: similarName }) });
  throw new UsageError(FIND_FAILURES.server_not_found({ word: server, next }));
}

/**
 * Returns the words that name the server of a connector: its inventory, for example `postfix`, and
 * the last word of its reload command, which is the unit in `systemctl reload UNIT`.
 */
function serverNamesOf({ source, reload = [] }: Connector): readonly string[] {
  const lastWord = reload.at(-1);
  return [source.inventory, ...(lastWord === undefined ? [] : [lastWord])];
}
