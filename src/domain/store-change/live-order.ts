import type { Certificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';
import { liveNamesOf } from './live-names.ts';
import type { InstallChange, ServicesChange } from './store-change.ts';

/** The stable paths for a certificate. */
export interface LiveOrder {
  readonly thumbprint: Thumbprint;
  /** The names that it can have, its own first. */
  readonly names: readonly string[];
  /** The renewed certificate, whose paths it gets; undefined: it renews none. */
  readonly renews: Thumbprint | undefined;
  /** True if another certificate keeps the path if it already has it. */
  readonly yields: boolean;
}

/**
 * Returns `hasStablePath: false` for a certificate that is not valid now. Clients reject it, so it
 * gets no stable path.
 */
export function stablePathFlag(certificate: Certificate, now: Instant): { readonly hasStablePath?: false } {
  return isExpired(certificate, now) || isNotYetValid(certificate, now) ? { hasStablePath: false } : {};
}

/**
 * Returns the paths for an installed certificate, or undefined if it has no private key or is not
 * valid.
 */
export function liveOrderOf({
  certificate,
  privateKeyPem,
  answers,
  renews,
  services,
  hasStablePath = true,
}: InstallChange): LiveOrder | undefined {
  if (!hasStablePath || (privateKeyPem === undefined && answers === undefined)) return undefined;
  const { thumbprint } = certificate;
  const yields = renews !== undefined || services.length === 0;
  return { thumbprint, names: liveNamesOf(certificate), renews, yields };
}

/**
 * Returns the path for an enabled certificate, or undefined if it is not valid or no command
 * created its directory.
 */
export function liveOrderFor(
  {
    stored: { certificate, location, key },
    services,
    hasStablePath = true,
  }: Pick<ServicesChange, 'stored' | 'services' | 'hasStablePath'>,
  store: string,
): LiveOrder | undefined {
  const { thumbprint } = certificate;
  const directory = location.path.slice(0, location.path.lastIndexOf('/'));
  if (!hasStablePath || directory !== `${store}/${thumbprint}` || key.path !== `${directory}/privkey.pem`)
    return undefined;
  return { thumbprint, names: liveNamesOf(certificate), renews: undefined, yields: services.length === 0 };
}
