import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Selection } from './selection.ts';

type Chosen = Extract<Selection, { kind: 'chosen' }>;

/**
 * Returns all selected certificates, without duplicates. There are several if a server names
 * several files, usually one for each key type.
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
 * Returns the certificates that are selected from the current stores and files. Returns undefined
 * if the selection is uncertain or there is none.
 */
export function selectedOnDisk(selection: Selection): readonly StoredCertificate[] | undefined {
  if (selection.kind !== 'chosen' || selection.isProvisional) return undefined;
  // `lastSeen` is set if the store or file cannot be read now.
  return selection.lastSeen === undefined ? certificatesOfSelection(selection) : undefined;
}
