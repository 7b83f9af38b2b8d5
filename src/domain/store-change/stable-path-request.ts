import type { Certificate, Thumbprint } from '../certificate/certificate.ts';
import { isExpired, isNotYetValid } from '../certificate/lifetime.ts';
import type { Instant } from '../time.ts';
import { stablePathNames } from './stable-path-names.ts';
import type { InstallChange, ServicesChange } from './store-change.ts';

/**
 * The stable paths that a certificate asks for. A stable path is a link with a fixed name, such as
 * `live/mail.example.com`, to the directory of a certificate. Servers can be configured with it,
 * because it stays the same after a renewal.
 */
export interface StablePathRequest {
  readonly thumbprint: Thumbprint;
  /** Names of the stable paths that the certificate may take; `names[0]` is its preferred one. */
  readonly names: readonly string[];
  /** The certificate that it replaces, whose stable paths it takes over; undefined: none. */
  readonly predecessor: Thumbprint | undefined;
  /**
   * True if a path is left to another certificate that already has it. Otherwise this certificate
   * takes it.
   */
  readonly keepsExistingOwner: boolean;
}

/**
 * Returns `hasStablePath: false` for a certificate that is not valid now. Clients reject it, so it
 * gets no stable path.
 */
export function stablePathOption(certificate: Certificate, now: Instant): { readonly hasStablePath?: false } {
  return isExpired(certificate, now) || isNotYetValid(certificate, now) ? { hasStablePath: false } : {};
}

/**
 * Returns the stable paths for an installed certificate, or undefined if it has no private key or
 * is not valid. A renewed certificate takes over the paths of its predecessor, and leaves other
 * paths to their certificates. A certificate without services also takes no path from another one.
 */
export function stablePathOfInstall({
  certificate,
  privateKeyPem,
  csr,
  renews,
  services,
  hasStablePath = true,
}: InstallChange): StablePathRequest | undefined {
  // The private key is in the change, or is stored with the CSR.
  const hasPrivateKey = privateKeyPem !== undefined || csr !== undefined;
  if (!hasStablePath || !hasPrivateKey) return undefined;
  return {
    thumbprint: certificate.thumbprint,
    names: stablePathNames(certificate),
    predecessor: renews,
    keepsExistingOwner: renews !== undefined || services.length === 0,
  };
}

/**
 * Returns the stable path for an enabled certificate, or undefined if it is not valid or its files
 * are not in a directory that mailcertd created: `STORE/THUMBPRINT/privkey.pem`. An enabled
 * certificate has priority over one without services.
 */
export function stablePathOfEnable(
  {
    stored: { certificate, location, key },
    services,
    hasStablePath = true,
  }: Pick<ServicesChange, 'stored' | 'services' | 'hasStablePath'>,
  store: string,
): StablePathRequest | undefined {
  const { thumbprint } = certificate;
  const directory = location.path.slice(0, location.path.lastIndexOf('/'));
  const isCreatedDirectory = directory === `${store}/${thumbprint}` && key.path === `${directory}/privkey.pem`;
  if (!hasStablePath || !isCreatedDirectory) return undefined;
  return {
    thumbprint,
    names: stablePathNames(certificate),
    predecessor: undefined,
    keepsExistingOwner: services.length === 0,
  };
}
