import type { AccessDenial, KeyAccess, StoredKey } from '../certificate/certificate.ts';
import { isConnectorFile } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns the access to a key after it is copied to a store with its owner, mode and ACL, as with
 * `cp -a`. The file of the key denies the same accounts as before. The directories that deny access
 * are those of the target, which are known from the keys that are there now.
 * @param target the current contents of the target
 */
export function copiedKeyAccess(
  { access }: StoredKey,
  { name, path }: Pick<StoreDefinition, 'name' | 'path'>,
  target: Pick<StoreSnapshot, 'certificates'> | undefined,
): KeyAccess {
  const isOnPath = (denial: AccessDenial): boolean =>
    denial.kind === 'directory' && (isConnectorFile(name) || `${path}/`.startsWith(`${denial.path}/`));
  const directories = new Map(
    (target?.certificates ?? [])
      .flatMap(({ key }) => key.access.denials.filter(isOnPath))
      .map((denial): [string, AccessDenial] => [`${denial.account} ${denial.path}`, denial]),
  );
  return {
    denials: [...directories.values(), ...access.denials.filter(({ kind }) => kind === 'file')],
    isExposed: access.isExposed,
  };
}
