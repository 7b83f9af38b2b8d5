import { CLOSED_TO_STRANGERS, type KeyAccess, type KeyBarrier } from '../certificate/certificate.ts';
import { type Connector, keyAccount, ROOT } from '../connector/connector.ts';

/** Whose the personal store is, and who comes as far as its folder. */
export interface StorePathAccess {
  /** undefined: nobody knows, and nothing is held against it. */
  readonly owner: string | undefined;
  /** What keeps accounts from all that lies in the store: its folder, and those above it. */
  readonly closed: readonly KeyBarrier[];
  /** The store's folder and those above it that are yet to be made, for their owner alone. */
  readonly unmade: readonly string[];
}

/**
 * Who can read a key that is written into a folder of the personal store: root and the owner of the store, who has
 * everything in it, unless a folder above keeps the owner from it too.
 * @param connectors those whose accounts open keys
 */
export function ownKeyAccess(
  connectors: readonly Connector[],
  { owner, closed, unmade }: StorePathAccess,
): (folder: string) => KeyAccess {
  const accounts = [...new Set(connectors.map(keyAccount))].filter((account) => account !== ROOT);
  const strangers = owner === undefined ? [] : accounts.filter((account) => account !== owner);
  const above = closed.filter(({ account }) => accounts.includes(account));
  if (above.length === 0 && strangers.length === 0) return () => CLOSED_TO_STRANGERS;
  const closedTo = (path: string, kind: KeyBarrier['kind']): readonly KeyBarrier[] =>
    strangers.map((account) => ({ account, path, kind }));
  return (folder) => ({
    barriers: [
      ...above,
      ...[...unmade, folder].flatMap((path) => closedTo(path, 'folder')),
      ...closedTo(`${folder}/privkey.pem`, 'file'),
    ],
    isExposed: false,
  });
}
