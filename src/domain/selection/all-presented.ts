import type { StoredCertificate } from '../certificate/certificate.ts';
import type { Selection } from './select-certificate.ts';

type Chosen = Extract<Selection, { kind: 'chosen' }>;

/**
 * All that a choice presents, each once: one, or several side by side where a server names files of more than one kind of
 * key.
 */
export function allPresented({
  chosen,
  presentedToo = [],
}: Pick<Chosen, 'chosen' | 'presentedToo'>): readonly StoredCertificate[] {
  if (presentedToo.length === 0) return [chosen];
  const byThumbprint = new Map([chosen, ...presentedToo].map((each) => [each.certificate.thumbprint, each]));
  return [...byThumbprint.values()];
}

/** What a connector presents as its stores and files stand now; undefined: that is not certain, or it has nothing to present. */
export function onDiskOf(selection: Selection): readonly StoredCertificate[] | undefined {
  if (selection.kind !== 'chosen' || selection.isProvisional || selection.lastSeen !== undefined) return undefined;
  return allPresented(selection);
}
