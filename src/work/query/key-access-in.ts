import type { KeyAccess } from '../../domain/certificate/certificate.ts';
import { type Connector, keyAccount } from '../../domain/connector/connector.ts';
import { ownKeyAccess } from '../../domain/store-change/own-key-access.ts';
import type { ReadAccessRules, ReadClosedDirectories } from '../ports/stores.ts';

/** What tells who can read what is written. */
export interface KeyAccessDependencies {
  readonly readAccessRules: ReadAccessRules;
  readonly readClosedFolders: ReadClosedDirectories;
}

/** A folder and those above it, the nearest first. */
function upwards(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`);
}

/**
 * Who can read a key that is written into a folder of the personal store. A store that is not there yet will belong to whoever
 * owns the nearest folder that is.
 * @param path the store's, absolute
 */
export async function keyAccessIn(
  path: string,
  connectors: readonly Connector[],
  { readAccessRules, readClosedFolders }: KeyAccessDependencies,
): Promise<(folder: string) => KeyAccess> {
  const folders = upwards(path);
  const rules = await readAccessRules(folders);
  const standing = rules.findIndex((each) => each !== undefined);
  const accounts = [...new Set(connectors.map(keyAccount))].sort();
  return ownKeyAccess(connectors, {
    owner: rules[standing]?.owner,
    closed: await readClosedFolders(path, accounts),
    unmade: folders.slice(0, Math.max(0, standing)).toReversed(),
  });
}
