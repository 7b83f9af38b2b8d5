import type { Certificate, Service } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { InternalQuestion, PlanContext } from './plan.ts';

/** A certificate to enable, or only its names if it is not issued yet. */
export type CertificateToEnable = Certificate | Pick<Certificate, 'dnsNames' | 'commonNames'>;

/**
 * The decision to record a certificate as the internal transport certificate (for mail between
 * Exchange servers), or not (`recordsInternal`), or a question to the user.
 */
export type InternalDecision = InternalQuestion | { readonly kind: 'decided'; readonly recordsInternal: boolean };

const NOT_RECORDED: InternalDecision = { kind: 'decided', recordsInternal: false };

/**
 * Decides whether an enabled certificate replaces the recorded internal transport certificate. It
 * can only do so if it matches the computer's FQDN and the command enables it for SMTP. The user is
 * asked if `internalConsent` does not decide. If no certificate is recorded, none is recorded now:
 * each scan selects the internal transport certificate by the FQDN.
 * @param services the services for which the command enables the certificate
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
  if (isConsented) return { kind: 'decided', recordsInternal: true };
  const [stored] = index.withThumbprint(recorded);
  return { kind: 'asks', certificate, recorded, recordedCertificate: stored?.certificate };
}
