import { CLOSED_TO_STRANGERS, type KeyAccess, type KeyBarrier } from '../certificate/certificate.ts';
import { type Connector, keyAccount, ROOT } from '../connector/connector.ts';

/** The owner of the personal store, and access to its directory. */
export interface StorePathAccess {
  /** undefined: unknown; no barriers are assumed. */
  readonly owner: string | undefined;
  /** Directories that deny access to accounts: the store and its parent directories. */
  readonly closed: readonly KeyBarrier[];
  /**
   * The directory of the store and its parent directories that will be created, accessible only to
   * their owner.
   */
  readonly unmade: readonly string[];
}

/**
 * Returns the access to a key that is written to a directory of the personal store. Only root and
 * the owner of the store can read it; a parent directory may deny access to the owner too.
 * @param connectors the connectors whose accounts load keys
 */
export function ownKeyAccess(
  connectors: readonly Connector[],
  { owner, closed, unmade }: StorePathAccess,
): (directory: string) => KeyAccess {
  const accounts = [...new Set(connectors.map(keyAccount))].filter((account) => account !== ROOT);
  const strangers = owner === undefined ? [] : accounts.filter((account) => account !== owner);
  const above = closed.filter(({ account }) => accounts.includes(account));
  if (above.length === 0 && strangers.length === 0) return () => CLOSED_TO_STRANGERS;
  const closedTo = (path: string, kind: KeyBarrier['kind']): readonly KeyBarrier[] =>
    strangers.map((account) => ({ account, path, kind }));
  return (directory) => ({
    barriers: [
      ...above,
      ...[...unmade, directory].flatMap((path) => closedTo(path, 'directory')),
      ...closedTo(`${directory}/privkey.pem`, 'file'),
    ],
    isExposed: false,
  });
}
