import type { Service } from '../certificate/certificate.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import type { Computer } from '../observation/observation.ts';

/** What a certificate that nobody gave names to says, and what it is enabled for. */
export interface SetUpCertificate {
  /** RFC 4514. */
  readonly subject: string;
  readonly dnsNames: readonly [string, string];
  readonly services: readonly Service[];
}

/** What Exchange's set-up issues: CN = the NetBIOS name; the NetBIOS name and the FQDN as DNS names. */
export function setUpCertificate({ netBiosName, fqdn }: Pick<Computer, 'netBiosName' | 'fqdn'>): SetUpCertificate {
  return {
    subject: commonNameSubject(netBiosName),
    dnsNames: [netBiosName, fqdn],
    services: ['IMAP', 'POP', 'IIS', 'SMTP'],
  };
}
