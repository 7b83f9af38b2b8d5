import type { KeyAccess, KeyBarrier, StoredKey } from '../certificate/certificate.ts';
import { isFileStore } from '../connector/certificate-file.ts';
import type { StoreDefinition } from '../connector/connector.ts';
import type { StoreSnapshot } from '../observation/observation.ts';

/**
 * Who can read a key that is copied with its owner, mode and ACL, as `cp -a` does: what its own file forbids, and the folders
 * it comes to; those it comes from are left behind.
 * @param known what lies there now: the folders on the way are known by whom they keep from its keys
 */
export function copiedKeyAccess(
  { access }: StoredKey,
  { name, path }: Pick<StoreDefinition, 'name' | 'path'>,
  known: Pick<StoreSnapshot, 'certificates'> | undefined,
): KeyAccess {
  const isOnTheWay = (barrier: KeyBarrier): boolean =>
    barrier.kind === 'folder' && (isFileStore(name) || `${path}/`.startsWith(`${barrier.path}/`));
  const folders = new Map(
    (known?.certificates ?? [])
      .flatMap(({ key }) => key.access.barriers.filter(isOnTheWay))
      .map((barrier): [string, KeyBarrier] => [`${barrier.account} ${barrier.path}`, barrier]),
  );
  return {
    barriers: [...folders.values(), ...access.barriers.filter(({ kind }) => kind === 'file')],
    isExposed: access.isExposed,
  };
}
