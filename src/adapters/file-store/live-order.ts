import { dirname, join } from 'node:path';
import type { Service, StoredCertificate } from '../../domain/certificate/certificate.ts';
import { liveNamesOf } from '../../domain/store-change/live-names.ts';
import type { InstallChange } from '../../domain/store-change/store-change.ts';
import type { LiveOrder } from './live-links.ts';
import type { WrittenStore } from './own-folder.ts';
import { KEY_FILE } from './store-names.ts';

/**
 * Returns the paths that an installed certificate gets. undefined: none, because it has no key or
 * is not valid.
 */
export function liveOrderOf({
  certificate,
  privateKeyPem,
  answers,
  renews,
  services,
  isLive = true,
}: InstallChange): LiveOrder | undefined {
  if (!isLive || (privateKeyPem === undefined && answers === undefined)) return undefined;
  const { thumbprint } = certificate;
  const yields = renews !== undefined || services.length === 0;
  return { thumbprint, names: liveNamesOf(certificate), renews, yields };
}

/**
 * Returns the path that an enabled certificate gets. undefined: none, because no command made its
 * directory.
 */
export function liveOrderFor(
  { certificate, location, key }: StoredCertificate,
  services: readonly Service[],
  { path }: Pick<WrittenStore, 'path'>,
): LiveOrder | undefined {
  const { thumbprint } = certificate;
  const folder = dirname(location.path);
  if (folder !== join(path, thumbprint) || key.path !== join(folder, KEY_FILE)) return undefined;
  return { thumbprint, names: liveNamesOf(certificate), renews: undefined, yields: services.length === 0 };
}
