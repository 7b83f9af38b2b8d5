import type { KeyAccess } from '../../domain/certificate/certificate.ts';
import { type Connector, keyAccount } from '../../domain/connector/connector.ts';
import { personalKeyAccess } from '../../domain/store-change/personal-key-access.ts';
import type { ReadAccessRules, ReadClosedDirectories } from '../ports/stores.ts';

/** The readers of access rules, and of directories that deny access. */
export interface KeyAccessDependencies {
  readonly readAccessRules: ReadAccessRules;
  readonly readClosedDirectories: ReadClosedDirectories;
}

/** Returns an absolute directory and its parents, nearest first. */
function directoryAndParents(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
}

/**
 * Returns a function from a directory of the personal store to the access to a key that mailcertd
 * writes there. If the store does not exist yet, it will get the owner of its nearest existing
 * parent.
 * @param path the path of the store, absolute
 */
export async function personalKeyAccessReader(
  path: string,
  connectors: readonly Connector[],
  { readAccessRules, readClosedDirectories }: KeyAccessDependencies,
): Promise<(directory: string) => KeyAccess> {
  const directories = directoryAndParents(path);
  const rules = await readAccessRules(directories);
  // -1: the rules of no directory could be read, so the owner is unknown.
  const nearestReadable = rules.findIndex((rulesOfDirectory) => rulesOfDirectory !== undefined);
  const accounts = [...new Set(connectors.map(keyAccount))].sort();
  return personalKeyAccess(connectors, {
    owner: rules[nearestReadable]?.owner,
    closedDirectories: await readClosedDirectories(path, accounts),
    missingDirectories: directories.slice(0, Math.max(0, nearestReadable)).toReversed(),
  });
}
