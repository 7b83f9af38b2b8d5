import type { Service } from '../certificate/certificate.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import type { Computer } from '../observation/observation.ts';

/** The certificate that Exchange setup creates: the defaults for a command without names. */
export interface SetUpCertificate {
  /** RFC 4514. */
  readonly subject: string;
  readonly dnsNames: readonly [string, string];
  readonly services: readonly Service[];
}

/**
 * Returns the certificate of Exchange setup: the CN is the NetBIOS name, and the DNS names are the
 * NetBIOS name and the FQDN.
 */
export function setUpCertificate({ netBiosName, fqdn }: Pick<Computer, 'netBiosName' | 'fqdn'>): SetUpCertificate {
  return {
    subject: commonNameSubject(netBiosName),
    dnsNames: [netBiosName, fqdn],
    services: ['IMAP', 'POP', 'IIS', 'SMTP'],
  };
}
