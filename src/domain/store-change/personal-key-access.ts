import { type AccessDenial, CORRECT_KEY_ACCESS, type KeyAccess } from '../certificate/certificate.ts';
import { type Connector, keyAccount, ROOT } from '../connector/connector.ts';

/**
 * The owner of the personal store (the only store that mailcertd writes to), and the directories on
 * its path that deny access.
 */
export interface StorePathAccess {
  /** undefined: unknown; all accounts are then assumed to have access. */
  readonly owner: string | undefined;
  /** Directories that deny access to accounts: the store and its parent directories. */
  readonly closedDirectories: readonly AccessDenial[];
  /**
   * Directories that do not exist yet: the store and its parent directories. mailcertd creates them
   * accessible only to their owner.
   */
  readonly missingDirectories: readonly string[];
}

/**
 * Returns a function from a directory of the personal store to the access to a key that is written
 * there. Only root and the owner of the store can read the key; a parent directory may deny access
 * to the owner too.
 * @param connectors the connectors whose accounts load keys
 */
export function personalKeyAccess(
  connectors: readonly Connector[],
  { owner, closedDirectories, missingDirectories }: StorePathAccess,
): (directory: string) => KeyAccess {
  const accounts = [...new Set(connectors.map(keyAccount))].filter((account) => account !== ROOT);
  const deniedAccounts = owner === undefined ? [] : accounts.filter((account) => account !== owner);
  const inheritedDenials = closedDirectories.filter(({ account }) => accounts.includes(account));
  if (inheritedDenials.length === 0 && deniedAccounts.length === 0) return () => CORRECT_KEY_ACCESS;
  const denialsAt = (path: string, kind: AccessDenial['kind']): readonly AccessDenial[] =>
    deniedAccounts.map((account) => ({ account, path, kind }));
  return (directory) => ({
    denials: [
      ...inheritedDenials,
      ...[...missingDirectories, directory].flatMap((path) => denialsAt(path, 'directory')),
      ...denialsAt(`${directory}/privkey.pem`, 'file'),
    ],
    isExposed: false,
  });
}
