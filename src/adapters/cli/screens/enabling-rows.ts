import { shellWords } from '../../../formats/event/shell-words.ts';
import type { ChangeOutcome } from '../../../work/operations/store-operations.ts';

type Changed = Extract<ChangeOutcome, { kind: 'done' | 'dry-run' }>;

/**
 * Returns the command that enables a certificate installed without services, if a connector
 * needs it; otherwise no row.
 */
export function enablingRows({ kind, change, simulation }: Changed, label: string): string[][] {
  if (kind !== 'done' || change.kind !== 'install' || change.services.length > 0) return [];
  const { thumbprint } = change.certificate;
  const enableCommand = simulation.after
    .flatMap(({ remedy }) => remedy?.commands ?? [])
    .find((words) => words.includes('enable') && words.includes(thumbprint));
  return enableCommand === undefined ? [] : [[label, shellWords(enableCommand)]];
}
