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
  /** The certificate whose stable paths it takes over, because it is a renewal; undefined: none. */
  readonly predecessor: Thumbprint | undefined;
  /**
   * The decision if another certificate already has the preferred path. True: that certificate
   * keeps the path. False: this certificate takes it.
   */
  readonly keepsExistingOwner: boolean;
}

/**
 * Returns the option `hasStablePath` of a change: false for a certificate that is not valid now,
 * because clients reject it. Otherwise left out.
 */
export function stablePathOption(certificate: Certificate, now: Instant): { readonly hasStablePath?: false } {
  return isExpired(certificate, now) || isNotYetValid(certificate, now) ? { hasStablePath: false } : {};
}

/**
 * Returns the stable paths for an installed certificate, or undefined if it has no private key or
 * is not valid now. The renewal of a certificate takes over the paths of that certificate. Neither
 * a renewal nor a certificate without services takes a path from another certificate.
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
 * Returns the stable paths for a certificate whose services change, or undefined if it is not valid
 * now, or if mailcertd did not create its directory: `STORE/THUMBPRINT/privkey.pem`. If services
 * remain, the certificate takes its preferred path from another certificate.
 * @param store the path of the personal store
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
