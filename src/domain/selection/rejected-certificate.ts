import type { StoredCertificate } from '../certificate/certificate.ts';
import type { RejectedCertificate, RejectionReason, SelectionContext } from './selection.ts';

/** Returns OpenSSL's error message about a certificate that it cannot load. */
export function opensslErrorOf(
  { certificate }: StoredCertificate,
  { chains }: Pick<SelectionContext, 'chains'>,
): string | undefined {
  const verdict = chains.get(certificate.thumbprint);
  return verdict?.status === 'refused' ? verdict.detail : undefined;
}

/**
 * Returns a rejected certificate with its reason, and OpenSSL's error message if it is the reason.
 */
export function rejectedCertificate(
  candidate: StoredCertificate,
  reason: RejectionReason,
  context: Pick<SelectionContext, 'chains'>,
): RejectedCertificate {
  const detail = reason === 'certificate-refused' ? opensslErrorOf(candidate, context) : undefined;
  return detail === undefined ? { candidate, reason } : { candidate, reason, detail };
}
