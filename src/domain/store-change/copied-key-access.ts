import type { AccessDenial, KeyAccess, StoredKey } from '../certificate/certificate.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns the access to a key that is copied with its owner, mode and ACL, as with `cp -a`. The
 * file of the key and the target directories can deny access; the source directories no longer
 * matter.
 * @param target the current contents of the target; the keys there show which of its directories
 * deny access
 */
export function copiedKeyAccess(
  { access }: StoredKey,
  { name, path }: Pick<StoreDefinition, 'name' | 'path'>,
  target: Pick<StoreSnapshot, 'certificates'> | undefined,
): KeyAccess {
  const isOnPath = (denial: AccessDenial): boolean =>
    denial.kind === 'directory' && (isFileStore(name) || `${path}/`.startsWith(`${denial.path}/`));
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
