import type { Selection } from '../../domain/selection/select-certificate.ts';

/** Returns true if this account may be unable to read everything that a selection depends on. */
export function isSelectionLimited(selection: Selection): boolean {
  if (selection.kind === 'unknown') return true;
  return (
    selection.kind === 'chosen' &&
    (selection.isProvisional || selection.lastSeen !== undefined || selection.chosen.key.kind === 'unreadable')
  );
}
