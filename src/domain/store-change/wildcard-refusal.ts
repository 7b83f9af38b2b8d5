import type { Certificate, Service } from '../certificate/certificate.ts';
import type { Refusal } from './refusal.ts';

const OWN_NAME: readonly Service[] = ['IMAP', 'POP'];

/**
 * Returns a refusal if services need a host name but the certificate has a wildcard, or undefined.
 * IMAP and POP use the name in the subject.
 * @see https://learn.microsoft.com/powershell/module/exchange/enable-exchangecertificate
 */
export function wildcardRefusal(
  { commonNames, dnsNames }: Pick<Certificate, 'dnsNames' | 'commonNames'>,
  services: readonly Service[],
): Refusal | undefined {
  const name = commonNames.at(0) ?? dnsNames.at(0);
  const refused = services.filter((service) => OWN_NAME.includes(service));
  if (name?.startsWith('*.') !== true || refused.length === 0) return undefined;
  return { reason: 'wildcard', name, services: refused };
}
