import type { Certificate, Service } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { InternalQuestion, PlanContext } from './plan.ts';

/** A certificate to enable: an existing one, or the names of one that is not issued yet. */
export type Enabled = Certificate | Pick<Certificate, 'dnsNames' | 'commonNames'>;

/**
 * Returns whether a certificate becomes the internal transport certificate, or a question to the
 * user. It can only replace a recorded one, and only if it matches the computer's FQDN and is
 * enabled for SMTP. If none is recorded, the scan selects the certificate by the FQDN.
 * @param services the services for which the order enables it
 */
export function decideInternal(
  enabled: Enabled,
  services: readonly Service[],
  { assessment, internal }: Pick<PlanContext, 'assessment' | 'internal'>,
): InternalQuestion | boolean {
  const { observation, index } = assessment;
  const { internalTransport, computer } = observation;
  const certificate = 'thumbprint' in enabled ? enabled : undefined;
  if (internalTransport.source !== 'recorded' || !services.includes('SMTP')) return false;
  const recorded = internalTransport.thumbprint;
  if (recorded === certificate?.thumbprint || internal === 'keep') return false;
  const names = [...enabled.dnsNames, ...enabled.commonNames];
  if (!names.some((name) => matchDnsName(name, computer.fqdn) !== undefined)) return false;
  if (internal === 'replace' || (internal !== 'ask' && internal.replaces === recorded)) return true;
  const [stored] = index.withThumbprint(recorded);
  return { kind: 'asks', certificate, recorded, recordedCertificate: stored?.certificate };
}
