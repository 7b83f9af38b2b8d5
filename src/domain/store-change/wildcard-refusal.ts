import type { Certificate, Service } from '../certificate/certificate.ts';
import type { Refusal } from './refusal.ts';

const OWN_NAME: readonly Service[] = ['IMAP', 'POP'];

/**
 * IMAP and POP are given the name that the subject says, and a wildcard is no host's name; undefined: nothing is refused.
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
