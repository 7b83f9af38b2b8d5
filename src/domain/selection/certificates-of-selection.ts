import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Selection } from './select-certificate.ts';

type Chosen = Extract<Selection, { kind: 'chosen' }>;

/**
 * Returns all certificates that a selection serves, without duplicates: one, or one per kind of key
 * if a server names several files.
 */
export function certificatesOfSelection({
  chosen,
  alsoSelected = [],
}: Pick<Chosen, 'chosen' | 'alsoSelected'>): readonly StoredCertificate[] {
  if (alsoSelected.length === 0) return [chosen];
  const byThumbprint = new Map([chosen, ...alsoSelected].map((each) => [each.certificate.thumbprint, each]));
  return [...byThumbprint.values()];
}

/**
 * Returns the certificates that a connector should serve by its current stores and files. Returns
 * undefined if this is uncertain or there are none.
 */
export function onDiskOf(selection: Selection): readonly StoredCertificate[] | undefined {
  if (selection.kind !== 'chosen' || selection.isProvisional || selection.lastSeen !== undefined) return undefined;
  return certificatesOfSelection(selection);
}
