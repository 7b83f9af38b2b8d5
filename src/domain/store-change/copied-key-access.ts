import type { KeyAccess, KeyBarrier, StoredKey } from '../certificate/certificate.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../connector/store-snapshot.ts';

/**
 * Returns the access to a key that is copied with its owner, mode and ACL, as with `cp -a`. The
 * barriers are those of its own file and of the target directories, not those of the source
 * directories.
 * @param known the current contents of the target, whose keys show the barriers of its directories
 */
export function copiedKeyAccess(
  { access }: StoredKey,
  { name, path }: Pick<StoreDefinition, 'name' | 'path'>,
  known: Pick<StoreSnapshot, 'certificates'> | undefined,
): KeyAccess {
  const isOnTheWay = (barrier: KeyBarrier): boolean =>
    barrier.kind === 'directory' && (isFileStore(name) || `${path}/`.startsWith(`${barrier.path}/`));
  const directories = new Map(
    (known?.certificates ?? [])
      .flatMap(({ key }) => key.access.barriers.filter(isOnTheWay))
      .map((barrier): [string, KeyBarrier] => [`${barrier.account} ${barrier.path}`, barrier]),
  );
  return {
    barriers: [...directories.values(), ...access.barriers.filter(({ kind }) => kind === 'file')],
    isExposed: access.isExposed,
  };
}
