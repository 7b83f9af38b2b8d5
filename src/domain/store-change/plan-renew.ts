import { type Certificate, namesOf } from '../certificate/certificate.ts';
import { keyKindLike } from '../certificate/certificate-order.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import { canonicalCertificateName } from '../certificate/dns-name.ts';
import { isCaCertificate } from '../certificate/is-ca-certificate.ts';
import { certbotLineage, certbotRenew } from '../remedy/certbot.ts';
import { addCalendarYears, type Instant, wholeSecond } from '../time.ts';
import { accountsReadingKey } from './accounts-reading-key.ts';
import { findStored, refusalOfMissing } from './find-stored.ts';
import { type Plan, type PlanContext, refused } from './plan.ts';
import { readSubject } from './read-subject.ts';
import type { RenewOrder } from './store-order.ts';

/** The latest time that a certificate can contain. @see RFC 5280 section 4.1.2.5 */
const LAST: Instant = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * Returns the DNS names of a clone: those of the original, or its CNs if an old certificate has no
 * alternative names.
 */
function dnsNamesOf(certificate: Certificate): readonly string[] {
  if (certificate.dnsNames.length > 0 || certificate.ipAddresses.length > 0) return certificate.dnsNames;
  return certificate.commonNames.filter((name) => canonicalCertificateName(name) !== undefined);
}

function endOf(
  notBefore: Instant,
  years: RenewOrder['years'],
  { notBefore: began, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
): Instant {
  if (years === 'same') return Math.min(LAST, notBefore + Math.max(0, notAfter - began));
  return addCalendarYears(notBefore, years ?? 1);
}

/**
 * Plans a clone of a certificate in any store: the same subject, names, kind of key, services and
 * settings, with a new key and validity period. If the original is the recorded internal transport
 * certificate, the clone replaces it.
 */
export function planRenew(order: RenewOrder, context: PlanContext): Plan {
  const { assessment, isForced } = context;
  const { now, internalTransport } = assessment.observation;
  const stored = findStored(order.thumbprint, assessment.index, context.personal.name);
  if (stored === undefined) return refused(refusalOfMissing(order.thumbprint, context));
  const { certificate, services, note } = stored;
  if (isCaCertificate(certificate)) return refused({ reason: 'renews-ca', stored });
  if (!certificate.isSelfIssued && !isForced && !order.isRequest) {
    const lineage = certbotLineage(stored.location.path);
    const renewal = lineage === undefined ? {} : { renewal: certbotRenew(lineage) };
    return refused({ reason: 'not-self-signed', stored, ...renewal });
  }

  const dnsNames = dnsNamesOf(certificate);
  const hostile = dnsNames.find((name) => canonicalCertificateName(name) === undefined);
  if (hostile !== undefined) return refused({ reason: 'name-invalid', name: hostile });
  const subject = certificate.subject === '' ? commonNameSubject(namesOf(certificate)[0] ?? '') : certificate.subject;
  const read = readSubject(subject);
  if ('reason' in read) return refused(read);

  const { ipAddresses, thumbprint } = certificate;
  const says = { subject, dnsNames, ipAddresses, key: keyKindLike(certificate) };
  const keep = {
    services,
    friendlyName: note?.friendlyName,
    isExportable: note?.isExportable ?? false,
    renews: thumbprint,
  };
  if (order.isRequest) return { kind: 'request', order: says, keep };
  const recordsInternal = internalTransport.source === 'recorded' && internalTransport.thumbprint === thumbprint;
  const notBefore = wholeSecond(now);
  const notAfter = endOf(notBefore, order.years, certificate);
  const shortened = notAfter < certificate.notAfter ? { endsBefore: certificate.notAfter } : {};
  return {
    kind: 'issue',
    order: { ...says, notBefore, notAfter },
    install: { ...keep, recordsInternal, ...shortened, opensTo: accountsReadingKey(thumbprint, context) },
  };
}
