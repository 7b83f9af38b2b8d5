import type { Connector, StoreDefinition } from '../../domain/connector/connector.ts';
import { CONFIGURATION } from '../../domain/connector/inventory.ts';

/** Returns a text that is equal for equal definitions, also if their source positions differ. */
export function definitionText({ source, ...definition }: Connector | StoreDefinition): string {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify([source.inventory, definition], sorted);
}

/** Returns the text of a definition without the parts that discovery reads from the files. */
function textWithoutFiles({ certificateFiles: _, keyFiles: __, probe, ...others }: Connector): string {
  return definitionText(probe === undefined ? others : { ...others, probe: { ...probe, probesBothKeyTypes: false } });
}

function sortedFilesOf({ certificateFiles = [], keyFiles = [] }: Connector): readonly string[] {
  return [...new Set([...certificateFiles, ...keyFiles])].sort();
}

/**
 * Returns true if a connector can have the same definition as in the daemon's scan. Discovery reads
 * the files of a mail server to find out which are certificates and which are keys, for example in
 * `smtpd_tls_chain_files`, and which key types they have. A file that this account may not read is
 * listed as both certificate and key. The daemon's definition can then list it as only one of the
 * two, but must name the same files in the same order.
 * @param isUnreadable returns true for a file that this account may not read
 */
export function isSameDefinition(
  commandConnector: Connector,
  observed: Connector,
  isUnreadable: (path: string) => boolean,
): boolean {
  if (definitionText(commandConnector) === definitionText(observed)) return true;
  const { certificateFiles = [], keyFiles = [], source } = commandConnector;
  if (source.inventory === CONFIGURATION || !certificateFiles.some(isUnreadable)) return false;
  if (textWithoutFiles(commandConnector) !== textWithoutFiles(observed)) return false;
  /** Returns true if the daemon's list is equal, except that it may lack unreadable files. */
  const isEqualWhereReadable = (paths: readonly string[], observedPaths: readonly string[] = []): boolean => {
    const expectedPaths = paths.filter((path) => observedPaths.includes(path) || !isUnreadable(path));
    return JSON.stringify(expectedPaths) === JSON.stringify(observedPaths);
  };
  return (
    JSON.stringify(sortedFilesOf(commandConnector)) === JSON.stringify(sortedFilesOf(observed)) &&
    isEqualWhereReadable(certificateFiles, observed.certificateFiles) &&
    isEqualWhereReadable(keyFiles, observed.keyFiles)
  );
}
