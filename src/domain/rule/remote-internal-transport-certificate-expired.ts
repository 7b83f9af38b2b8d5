import { remoteInternalTransportCertificateExpired as event } from '../event/catalog/remote-internal-transport-certificate-expired.ts';
import { remoteExpired } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/** The certificate of another server of the organisation has expired. One finding a certificate. */
export const remoteInternalTransportCertificateExpired: Rule = remoteExpired(event, true);
