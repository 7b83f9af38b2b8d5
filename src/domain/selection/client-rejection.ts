import type { RejectedCertificate, Selection } from './selection.ts';

/**
 * The reasons that do not keep a server from serving the certificate in a file that its settings
 * name. Only clients may reject the certificate.
 */
export type ClientRejectionReason = 'certificate-host-mismatch' | 'purpose-mismatch' | 'not-yet-valid';

const CLIENT_REJECTION_REASONS: ReadonlySet<string> = new Set<ClientRejectionReason>([
  'certificate-host-mismatch',
  'purpose-mismatch',
  'not-yet-valid',
]);

/** Returns whether a server serves the certificate in its file in spite of this reason. */
export function isClientRejection(reason: string | undefined): reason is ClientRejectionReason {
  return reason !== undefined && CLIENT_REJECTION_REASONS.has(reason);
}

/**
 * Returns the first unsuitable certificate that a server nevertheless serves from its files, with
 * the reason. Returns undefined if all certificates are suitable, or if an error in one of the
 * files makes TLS unavailable.
 */
export function unsuitableServedCertificate(
  selection: Selection,
): (Pick<RejectedCertificate, 'candidate'> & { readonly reason: ClientRejectionReason }) | undefined {
  if (selection.kind !== 'none' || selection.name.files === undefined || selection.unusableFile !== undefined)
    return undefined;
  const { candidate, reason } = selection.nearestMiss ?? {};
  return candidate !== undefined && isClientRejection(reason) ? { candidate, reason } : undefined;
}
