import type { Rejected, Selection } from './select-certificate.ts';

/** What is wrong with a certificate that a server which names its file presents all the same; clients are who object. */
export type StillPresented = 'certificate-host-mismatch' | 'purpose-mismatch' | 'not-yet-valid';

const STILL_PRESENTED: ReadonlySet<string> = new Set<StillPresented>([
  'certificate-host-mismatch',
  'purpose-mismatch',
  'not-yet-valid',
]);

/** Whether a server that names its file goes on presenting a certificate although it is no good for this reason. */
export function isStillPresented(reason: string | undefined): reason is StillPresented {
  return reason !== undefined && STILL_PRESENTED.has(reason);
}

/**
 * What a server that names files presents although it does not serve: the first of it, and why. undefined: it presents nothing,
 * for one of the files ends STARTTLS, or what it presents serves.
 */
export function stillPresented(
  selection: Selection,
): (Pick<Rejected, 'candidate'> & { readonly reason: StillPresented }) | undefined {
  if (selection.kind !== 'none' || selection.name.files === undefined || selection.unusableFile !== undefined)
    return undefined;
  const { candidate, reason } = selection.nearestMiss ?? {};
  return candidate !== undefined && isStillPresented(reason) ? { candidate, reason } : undefined;
}
