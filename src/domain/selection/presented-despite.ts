import type { Rejected, Selection } from './select-certificate.ts';

/**
 * Reasons for which a server still serves the certificate in its named file, but clients may reject
 * it.
 */
export type PresentedDespite = 'certificate-host-mismatch' | 'purpose-mismatch' | 'not-yet-valid';

const STILL_PRESENTED: ReadonlySet<string> = new Set<PresentedDespite>([
  'certificate-host-mismatch',
  'purpose-mismatch',
  'not-yet-valid',
]);

/** Returns whether a server still serves a certificate in its named file despite this reason. */
export function isPresentedDespite(reason: string | undefined): reason is PresentedDespite {
  return reason !== undefined && STILL_PRESENTED.has(reason);
}

/**
 * Returns the first unsuitable certificate that a server serves from its named files, with the
 * reason. Returns undefined if all certificates are suitable, or if TLS is unavailable because of
 * one of the files.
 */
export function presentedDespite(
  selection: Selection,
): (Pick<Rejected, 'candidate'> & { readonly reason: PresentedDespite }) | undefined {
  if (selection.kind !== 'none' || selection.name.files === undefined || selection.unusableFile !== undefined)
    return undefined;
  const { candidate, reason } = selection.nearestMiss ?? {};
  return candidate !== undefined && isPresentedDespite(reason) ? { candidate, reason } : undefined;
}
