import type { RejectedCertificate, Selection } from './select-certificate.ts';

/**
 * Reasons for which a server still serves the certificate in its named file, but clients may reject
 * it.
 */
export type ClientRejectionReason = 'certificate-host-mismatch' | 'purpose-mismatch' | 'not-yet-valid';

const CLIENT_REJECTION_REASONS: ReadonlySet<string> = new Set<ClientRejectionReason>([
  'certificate-host-mismatch',
  'purpose-mismatch',
  'not-yet-valid',
]);

/** Returns whether a server still serves a certificate in its named file despite this reason. */
export function isClientRejection(reason: string | undefined): reason is ClientRejectionReason {
  return reason !== undefined && CLIENT_REJECTION_REASONS.has(reason);
}

/**
 * Returns the first unsuitable certificate that a server serves from its named files, with the
 * reason. Returns undefined if all certificates are suitable, or if TLS is unavailable because of
 * one of the files.
 */
export function unsuitableServedCertificate(
  selection: Selection,
): (Pick<RejectedCertificate, 'candidate'> & { readonly reason: ClientRejectionReason }) | undefined {
  if (selection.kind !== 'none' || selection.name.files === undefined || selection.unusableFile !== undefined)
    return undefined;
  const { candidate, reason } = selection.nearestMiss ?? {};
  return candidate !== undefined && isClientRejection(reason) ? { candidate, reason } : undefined;
}
