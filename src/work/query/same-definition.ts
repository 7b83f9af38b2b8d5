import type { Connector, StoreDefinition } from '../../domain/connector/connector.ts';
import { CONFIGURATION } from '../../domain/connector/inventory.ts';

/** Returns a text that is equal for equal definitions, independent of their position. */
export function definitionText({ source, ...definition }: Connector | StoreDefinition): string {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify([source.inventory, definition], sorted);
}

/** Returns the text of a definition without the parts that discovery reads from the files. */
function textWithoutFiles({ certificateFiles: _, keyFiles: __, probe, ...others }: Connector): string {
  return definitionText(probe === undefined ? others : { ...others, probe: { ...probe, both: false } });
}

function filesIn({ certificateFiles = [], keyFiles = [] }: Connector): readonly string[] {
  return [...new Set([...certificateFiles, ...keyFiles])].sort();
}

/**
 * Returns true if a connector has the same definition as in the daemon's scan, as far as the account
 * of this command can see. Discovery reads the files that the settings of a mail server name: they
 * decide which of the files are certificates and which are keys, for example in
 * `smtpd_tls_chain_files`, and whether there are two kinds of keys. A file that the account may not
 * read counts as both certificate and key. The daemon's definition may only be more exact: it names
 * the same files in the same order.
 * @param isClosed returns true for a file that the account may not read
 */
export function isSameDefinition(own: Connector, observed: Connector, isClosed: (path: string) => boolean): boolean {
  if (definitionText(own) === definitionText(observed)) return true;
  const { certificateFiles = [], keyFiles = [], source } = own;
  if (source.inventory === CONFIGURATION || !certificateFiles.some(isClosed)) return false;
  if (textWithoutFiles(own) !== textWithoutFiles(observed)) return false;
  const isNarrowed = (all: readonly string[], some: readonly string[] = []): boolean =>
    JSON.stringify(all.filter((path) => some.includes(path) || !isClosed(path))) === JSON.stringify(some);
  return (
    JSON.stringify(filesIn(own)) === JSON.stringify(filesIn(observed)) &&
    isNarrowed(certificateFiles, observed.certificateFiles) &&
    isNarrowed(keyFiles, observed.keyFiles)
  );
}
