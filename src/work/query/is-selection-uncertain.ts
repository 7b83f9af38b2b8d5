import type { Selection } from '../../domain/selection/selection.ts';

/** Returns true if a selection may depend on files that this account cannot read. */
export function isSelectionUncertain(selection: Selection): boolean {
  if (selection.kind === 'unknown') return true;
  return (
    selection.kind === 'chosen' &&
    (selection.isProvisional || selection.lastSeen !== undefined || selection.chosen.key.kind === 'unreadable')
  );
}
