import { shellWords } from '../../../formats/event/shell-words.ts';
import type { ChangeOutcome } from '../../../work/operations/store-operations.ts';
import { type Cell, commandCell } from './text-table.ts';

type Changed = Extract<ChangeOutcome, { kind: 'done' | 'dry-run' }>;

/**
 * Returns a row with the command that enables the certificate of a change, if it was installed
 * without services and a connector needs it; otherwise no row.
 */
export function enablingRows({ kind, change, simulation }: Changed, label: string): Cell[][] {
  if (kind !== 'done' || change.kind !== 'install' || change.services.length > 0) return [];
  const { thumbprint } = change.certificate;
  const remedies = simulation.after.flatMap(({ remedy }) => (remedy?.enables === thumbprint ? [remedy] : []));
  const [enableCommand] = remedies[0]?.commands ?? [];
  return enableCommand === undefined ? [] : [[label, commandCell(shellWords(enableCommand))]];
}
