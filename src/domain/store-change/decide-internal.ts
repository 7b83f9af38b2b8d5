import type { Certificate, Service } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { InternalQuestion, PlanContext } from './plan.ts';

/** A certificate to enable: an existing one, or the names of one that is not issued yet. */
export type Enabled = Certificate | Pick<Certificate, 'dnsNames' | 'commonNames'>;

/** A question to the user, or whether the certificate becomes the internal one. */
export type InternalDecision = InternalQuestion | { readonly kind: 'decided'; readonly recordsInternal: boolean };

const UNCHANGED: InternalDecision = { kind: 'decided', recordsInternal: false };

/**
 * Decides whether a certificate becomes the internal transport certificate. It can only replace a
 * recorded one, and only if it matches the computer's FQDN and is enabled for SMTP. If none is
 * recorded, the scan selects the certificate by the FQDN.
 * @param services the services for which the order enables it
 */
export function decideInternal(
  enabled: Enabled,
  services: readonly Service[],
  { assessment, internal }: Pick<PlanContext, 'assessment' | 'internal'>,
): InternalDecision {
  const { observation, index } = assessment;
  const { internalTransport, computer } = observation;
  const certificate = 'thumbprint' in enabled ? enabled : undefined;
  if (internalTransport.source !== 'recorded' || !services.includes('SMTP')) return UNCHANGED;
  const recorded = internalTransport.thumbprint;
  if (recorded === certificate?.thumbprint || internal === 'keep') return UNCHANGED;
  const names = [...enabled.dnsNames, ...enabled.commonNames];
  if (!names.some((name) => matchDnsName(name, computer.fqdn) !== undefined)) return UNCHANGED;
  if (internal === 'replace' || (internal !== 'ask' && internal.replaces === recorded)) {
    return { kind: 'decided', recordsInternal: true };
  }
  const [stored] = index.withThumbprint(recorded);
  return { kind: 'asks', certificate, recorded, recordedCertificate: stored?.certificate };
}
