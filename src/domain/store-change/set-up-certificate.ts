import type { Service } from '../certificate/certificate.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import type { Computer } from '../observation/observation.ts';

/** The contents and services of a certificate without requested names. */
export interface SetUpCertificate {
  /** RFC 4514. */
  readonly subject: string;
  readonly dnsNames: readonly [string, string];
  readonly services: readonly Service[];
}

/**
 * Returns the certificate of Exchange setup: CN = the NetBIOS name; the NetBIOS name and the FQDN
 * as DNS names.
 */
export function setUpCertificate({ netBiosName, fqdn }: Pick<Computer, 'netBiosName' | 'fqdn'>): SetUpCertificate {
  return {
    subject: commonNameSubject(netBiosName),
    dnsNames: [netBiosName, fqdn],
    services: ['IMAP', 'POP', 'IIS', 'SMTP'],
  };
}
