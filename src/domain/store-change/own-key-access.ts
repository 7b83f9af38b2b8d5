import { CLOSED_TO_STRANGERS, type KeyAccess } from '../certificate/certificate.ts';
import { type Connector, keyAccount, ROOT } from '../connector/connector.ts';

/**
 * Who can read a key that is written into a folder of the personal store: root and the owner of the store alone, who has
 * everything in it.
 * @param connectors those whose accounts open keys
 * @param owner undefined: nobody knows, and nothing is held against it
 */
export function ownKeyAccess(
  connectors: readonly Connector[],
  owner: string | undefined,
): (folder: string) => KeyAccess {
  const strangers = [...new Set(connectors.map(keyAccount))].filter((account) => account !== ROOT && account !== owner);
  if (owner === undefined || strangers.length === 0) return () => CLOSED_TO_STRANGERS;
  return (folder) => ({
    barriers: strangers.flatMap((account) => [
      { account, path: folder, kind: 'folder' } as const,
      { account, path: `${folder}/privkey.pem`, kind: 'file' } as const,
    ]),
    isExposed: false,
  });
}
