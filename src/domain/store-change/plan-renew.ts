import { belongsToCa } from '../certificate/belongs-to-ca.ts';
import { type Certificate, namesOf } from '../certificate/certificate.ts';
import { commonNameSubject } from '../certificate/common-name-subject.ts';
import { canonicalCertificateName } from '../certificate/dns-name.ts';
import { keySpecLike } from '../certificate/key-spec.ts';
import { certbotLineage, certbotRenew } from '../remedy/certbot.ts';
import { addCalendarYears, type Instant, wholeSecond } from '../time.ts';
import { accountsReadingKey } from './accounts-reading-key.ts';
import { findStored, refusalOfMissing } from './find-stored.ts';
import { type Plan, type PlanContext, refused } from './plan.ts';
import { readSubject } from './read-subject.ts';
import type { RenewCommand } from './store-command.ts';

/** The latest time that a certificate can contain. @see RFC 5280 section 4.1.2.5 */
const MAX_NOT_AFTER: Instant = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * Returns the DNS names of a clone: those of the original. For an old certificate without DNS names
 * and IP addresses, its CNs that are DNS names.
 */
function dnsNamesOfClone(original: Certificate): readonly string[] {
  if (original.dnsNames.length > 0 || original.ipAddresses.length > 0) return original.dnsNames;
  return original.commonNames.filter((name) => canonicalCertificateName(name) !== undefined);
}

function notAfterOfClone(
  notBefore: Instant,
  years: RenewCommand['years'],
  original: Pick<Certificate, 'notBefore' | 'notAfter'>,
): Instant {
  if (years !== 'same') return addCalendarYears(notBefore, years ?? 1);
  const originalLifetimeMs = Math.max(0, original.notAfter - original.notBefore);
  return Math.min(MAX_NOT_AFTER, notBefore + originalLifetimeMs);
}

/**
 * Plans a clone of a certificate in any store: a self-signed certificate or a CSR with the same
 * subject, names, services, settings, key algorithm and size, but with a new key and validity
 * period. If the original is the recorded internal transport certificate (for mail between Exchange
 * servers), the clone is recorded instead.
 */
export function planRenew(command: RenewCommand, context: PlanContext): Plan {
  const { assessment, isForced } = context;
  const { now, internalTransport } = assessment.observation;
  const stored = findStored(command.thumbprint, assessment.index, context.personal.name);
  if (stored === undefined) return refused(refusalOfMissing(command.thumbprint, context));
  const { certificate: original, services, note } = stored;
  if (belongsToCa(original)) return refused({ reason: 'renews-ca', stored });
  if (!original.isSelfIssued && !isForced && !command.isRequest) {
    const lineage = certbotLineage(stored.location.path);
    const renewal = lineage === undefined ? {} : { renewal: certbotRenew(lineage) };
    return refused({ reason: 'not-self-signed', stored, ...renewal });
  }

  const dnsNames = dnsNamesOfClone(original);
  const invalidName = dnsNames.find((name) => canonicalCertificateName(name) === undefined);
  if (invalidName !== undefined) return refused({ reason: 'name-invalid', name: invalidName });
  const subject = original.subject === '' ? commonNameSubject(namesOf(original)[0] ?? '') : original.subject;
  const parsedSubject = readSubject(subject);
  if ('reason' in parsedSubject) return refused(parsedSubject);

  const { ipAddresses, thumbprint } = original;
  const csrParameters = { subject, dnsNames, ipAddresses, key: keySpecLike(original) };
  const requestSettings = {
    services,
    friendlyName: note?.friendlyName,
    isExportable: note?.isExportable ?? false,
    renews: thumbprint,
  };
  if (command.isRequest) return { kind: 'request', parameters: csrParameters, requestSettings };
  const recordsInternal = internalTransport.source === 'recorded' && internalTransport.thumbprint === thumbprint;
  const notBefore = wholeSecond(now);
  const notAfter = notAfterOfClone(notBefore, command.years, original);
  const shortened = notAfter < original.notAfter ? { endsBefore: original.notAfter } : {};
  const keyReaders = accountsReadingKey(thumbprint, context);
  return {
    kind: 'issue',
    parameters: { ...csrParameters, notBefore, notAfter },
    installSettings: { ...requestSettings, recordsInternal, ...shortened, keyReaders },
  };
}
