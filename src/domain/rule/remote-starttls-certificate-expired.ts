import { remoteStarttlsCertificateExpired as event } from '../event/catalog/remote-starttls-certificate-expired.ts';
import { remoteExpired } from '../evidence/remote-expired.ts';
import type { Rule } from './rule.ts';

/** The certificate of the other side of a Send connector has expired. One finding a certificate. */
export const remoteStarttlsCertificateExpired: Rule = remoteExpired(event, false);
