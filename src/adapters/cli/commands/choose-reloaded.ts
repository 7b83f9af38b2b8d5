import { resolve } from 'node:path';
import type { Connector } from '../../../domain/connector/connector.ts';
import { type ConnectorObservation, dueToBeServed } from '../../../domain/served/served-on-disk.ts';
import { nearest } from '../../../formats/text/nearest.ts';
import { UsageError } from '../../../work/errors.ts';
import type { ConnectorOperations } from '../../../work/operations/connector-operations.ts';
import { findConnector, listed } from '../arguments/find-connector.ts';

/** The connectors to reload, chosen by name, certificate file or server, or all. */
export interface ReloadChoice {
  readonly words: readonly string[];
  /** A certificate file, or a directory with certificate files. */
  readonly file: string | undefined;
  readonly server: string | undefined;
  readonly isAll: boolean;
}

/**
 * Returns the server names of a connector: its inventory, and the systemd unit in its reload
 * command.
 */
function serversOf({ source, reload = [] }: Connector): readonly string[] {
  const unit = reload.at(-1);
  return [source.inventory, ...(unit === undefined ? [] : [unit])];
}

/** Returns the files whose certificates a connector uses. */
function filesOf({ connector, selection }: ConnectorObservation): readonly string[] {
  const selected = dueToBeServed(selection) ?? [];
  return [...(connector.certificateFiles ?? []), ...selected.map(({ location }) => location.path)];
}

async function usingFile(
  file: string,
  all: readonly ConnectorObservation[],
  { realPath }: Pick<ConnectorOperations, 'realPath'>,
): Promise<readonly ConnectorObservation[]> {
  const path = resolve(file);
  const wanted = [path, await realPath(path)];
  const real = new Map<string, string>();
  for (const each of new Set(all.flatMap(filesOf))) real.set(each, await realPath(each));
  const isWanted = (used: string): boolean =>
    [used, real.get(used) ?? used].some((one) => wanted.some((each) => one === each || one.startsWith(`${each}/`)));
  return all.filter((observation) => filesOf(observation).some(isWanted));
}

function ofServer(server: string, all: readonly ConnectorObservation[]): readonly ConnectorObservation[] {
  const found = all.filter(({ connector }) => serversOf(connector).includes(server));
  if (found.length > 0) return found;
  const names = [...new Set(all.flatMap(({ connector }) => serversOf(connector)))];
  const close = nearest(server, names);
  throw new UsageError(
    `cannot find server "${server}": no connector belongs to it; ${close === undefined ? `known servers: ${listed(names)}` : `did you mean "${close}"?`}`,
    `サーバー「${server}」の検索: 該当するコネクタがありません。${close === undefined ? `サーバーは ${listed(names)} です` : `もしかして: "${close}"`}`,
  );
}

/**
 * Returns the connectors to reload, each once, in the order of the configuration.
 * @throws {UsageError} if no choice or more than one is given, or if nothing matches
 */
export async function chooseReloaded(
  { words, file, server, isAll }: ReloadChoice,
  all: readonly ConnectorObservation[],
  operations: Pick<ConnectorOperations, 'realPath'>,
): Promise<readonly ConnectorObservation[]> {
  const choices = [words.length > 0, file !== undefined, server !== undefined, isAll].filter(Boolean).length;
  if (choices !== 1) {
    throw new UsageError(
      'cannot choose what to reload: name connectors, or give one of --file, --server and --all',
      '再読み込みの対象: コネクタ名、または --file、--server、--all のいずれか 1 つを指定してください',
    );
  }
  if (file !== undefined) return await usingFile(file, all, operations);
  if (server !== undefined) return ofServer(server, all);
  if (isAll) return all;
  const named = new Set(words.map((word) => findConnector(word, all)));
  return all.filter((observation) => named.has(observation));
}
