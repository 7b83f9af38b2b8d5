import type { KeyAccess } from '../../domain/certificate/certificate.ts';
import { type Connector, keyAccount } from '../../domain/connector/connector.ts';
import { personalKeyAccess } from '../../domain/store-change/personal-key-access.ts';
import type { ReadAccessRules, ReadClosedDirectories } from '../ports/stores.ts';

/** The readers of access rules, and of directories that deny access. */
export interface KeyAccessDependencies {
  readonly readAccessRules: ReadAccessRules;
  readonly readClosedDirectories: ReadClosedDirectories;
}

/** Returns a directory and its parents, nearest first. */
function upwards(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
}

/**
 * Returns a function from a directory of the personal store to the accounts that could read a key
 * in it. The owner of a store that does not exist yet will be that of its nearest existing parent.
 * @param path the path of the store, absolute
 */
export async function keyAccessIn(
  path: string,
  connectors: readonly Connector[],
  { readAccessRules, readClosedDirectories }: KeyAccessDependencies,
): Promise<(directory: string) => KeyAccess> {
  const directories = upwards(path);
  const rules = await readAccessRules(directories);
  const firstIndex = rules.findIndex((each) => each !== undefined);
  const accounts = [...new Set(connectors.map(keyAccount))].sort();
  return personalKeyAccess(connectors, {
    owner: rules[firstIndex]?.owner,
    denials: await readClosedDirectories(path, accounts),
    missingDirectories: directories.slice(0, Math.max(0, firstIndex)).toReversed(),
  });
}
