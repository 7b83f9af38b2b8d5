import type { Certificate, Service } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { InternalQuestion, PlanContext } from './plan.ts';

/** A certificate to enable: an existing one, or the names of one that is not issued yet. */
export type CertificateToEnable = Certificate | Pick<Certificate, 'dnsNames' | 'commonNames'>;

/**
 * A question to the user, or whether the certificate is recorded as the internal transport
 * certificate.
 */
export type InternalDecision = InternalQuestion | { readonly kind: 'decided'; readonly recordsInternal: boolean };

const NOT_RECORDED: InternalDecision = { kind: 'decided', recordsInternal: false };

/**
 * Decides whether a certificate is recorded as the internal transport certificate. It can only
 * replace a recorded one, and only if it matches the computer's FQDN and is enabled for SMTP. If
 * none is recorded, the scan selects the certificate by the FQDN.
 * @param services the services for which the command enables it
 */
export function decideInternal(
  enabled: CertificateToEnable,
  services: readonly Service[],
  { assessment, internalConsent }: Pick<PlanContext, 'assessment' | 'internalConsent'>,
): InternalDecision {
  const { observation, index } = assessment;
  const { internalTransport, computer } = observation;
  const certificate = 'thumbprint' in enabled ? enabled : undefined;
  if (internalTransport.source !== 'recorded' || !services.includes('SMTP')) return NOT_RECORDED;
  const recorded = internalTransport.thumbprint;
  if (recorded === certificate?.thumbprint || internalConsent === 'keep') return NOT_RECORDED;
  const names = [...enabled.dnsNames, ...enabled.commonNames];
  if (!names.some((name) => matchDnsName(name, computer.fqdn) !== undefined)) return NOT_RECORDED;
  const isConsented =
    internalConsent === 'replace' || (typeof internalConsent === 'object' && internalConsent.replaces === recorded);
  if (isConsented) {
    return { kind: 'decided', recordsInternal: true };
  }
  const [stored] = index.withThumbprint(recorded);
  return { kind: 'asks', certificate, recorded, recordedCertificate: stored?.certificate };
}
