import type { Certificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';
import { liveNamesOf } from './live-names.ts';
import type { InstallChange, ServicesChange } from './store-change.ts';

/** The stable paths that a certificate gets. */
export interface LiveOrder {
  readonly thumbprint: Thumbprint;
  /** The names that it can have, its own first. */
  readonly names: readonly string[];
  /** The renewed certificate, whose paths it gets. undefined: it renews none. */
  readonly renews: Thumbprint | undefined;
  /** True if another certificate that has its own path keeps the path. */
  readonly yields: boolean;
}

/**
 * Marks a change of a certificate that is not valid now. Clients refuse such a certificate, so it
 * gets no stable path.
 */
export function livenessAt(certificate: Certificate, now: Instant): { readonly isLive?: false } {
  return isExpired(certificate, now) || isNotYetValid(certificate, now) ? { isLive: false } : {};
}

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
 * Returns the path that an enabled certificate gets. undefined: none, because it is not valid or no
 * command made its directory.
 */
export function liveOrderFor(
  {
    stored: { certificate, location, key },
    services,
    isLive = true,
  }: Pick<ServicesChange, 'stored' | 'services' | 'isLive'>,
  store: string,
): LiveOrder | undefined {
  const { thumbprint } = certificate;
  const folder = location.path.slice(0, location.path.lastIndexOf('/'));
  if (!isLive || folder !== `${store}/${thumbprint}` || key.path !== `${folder}/privkey.pem`) return undefined;
  return { thumbprint, names: liveNamesOf(certificate), renews: undefined, yields: services.length === 0 };
}
