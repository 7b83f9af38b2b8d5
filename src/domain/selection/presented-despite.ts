import type { Rejected, Selection } from './select-certificate.ts';

/** What is wrong with a certificate that a server which names its file presents all the same; clients are who object. */
export type PresentedDespite = 'certificate-host-mismatch' | 'purpose-mismatch' | 'not-yet-valid';

const STILL_PRESENTED: ReadonlySet<string> = new Set<PresentedDespite>([
  'certificate-host-mismatch',
  'purpose-mismatch',
  'not-yet-valid',
]);

/** Whether a server that names its file goes on presenting a certificate although it is no good for this reason. */
export function isPresentedDespite(reason: string | undefined): reason is PresentedDespite {
  return reason !== undefined && STILL_PRESENTED.has(reason);
}

/**
 * What a server that names files presents although it does not serve: the first of it, and why. undefined: it presents nothing,
 * for one of the files ends STARTTLS, or what it presents serves.
 */
export function presentedDespite(
  selection: Selection,
): (Pick<Rejected, 'candidate'> & { readonly reason: PresentedDespite }) | undefined {
  if (selection.kind !== 'none' || selection.name.files === undefined || selection.unusableFile !== undefined)
    return undefined;
  const { candidate, reason } = selection.nearestMiss ?? {};
  return candidate !== undefined && isPresentedDespite(reason) ? { candidate, reason } : undefined;
}
