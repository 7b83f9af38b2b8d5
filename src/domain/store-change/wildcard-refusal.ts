import type { Certificate, Service } from '../certificate/certificate.ts';
import type { Refusal } from './refusal.ts';

/** Services that Exchange does not enable for wildcard certificates. */
const HOST_NAME_SERVICES: readonly Service[] = ['IMAP', 'POP'];

/**
 * Returns a refusal if the first CN, or else the first DNS name, is a wildcard and the services
 * include IMAP or POP, which need a host name there. Returns undefined otherwise.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export function wildcardRefusal(
  { commonNames, dnsNames }: Pick<Certificate, 'dnsNames' | 'commonNames'>,
  services: readonly Service[],
): Refusal | undefined {
  const name = commonNames.at(0) ?? dnsNames.at(0);
  const affectedServices = services.filter((service) => HOST_NAME_SERVICES.includes(service));
  if (name?.startsWith('*.') !== true || affectedServices.length === 0) return undefined;
  return { reason: 'wildcard', name, services: affectedServices };
}
