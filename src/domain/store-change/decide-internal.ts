import type { Certificate, Service } from '../certificate/certificate.ts';
import { matchDnsName } from '../certificate/dns-name.ts';
import type { InternalQuestion, PlanContext } from './plan.ts';

/** A certificate that is to be enabled: one that is there, or what one that is yet to be issued will be called. */
export type Enabled = Certificate | Pick<Certificate, 'dnsNames' | 'commonNames'>;

/**
 * Whether it becomes the internal transport certificate: only where it carries the computer's FQDN, is enabled for SMTP, and
 * another one is recorded; then somebody is asked. Where none is recorded the pass finds the one with the FQDN by itself.
 * @param services for which it is enabled by this order
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
