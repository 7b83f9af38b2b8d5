import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import type { Rotation } from '../../domain/served/rotation.ts';
import type { Ledger, Shard } from '../ports/ledger.ts';
import type { Diagnostics } from '../ports/system.ts';

/** The dependencies of `followRotations`. */
export interface RotationDependencies {
  readonly ledger: Pick<Ledger, 'rotations' | 'changed'>;
  readonly shard: Shard;
  readonly diagnostics: Diagnostics;
}

/**
 * Follows the event log until the signal, and passes on new rotations: results of commands that
 * reloaded a server. Never rejects.
 * @param onRotations called with all results that no scan has used yet, when one of them is new
 */
export async function followRotations(
  { ledger, shard, diagnostics }: RotationDependencies,
  onRotations: (rotations: readonly Rotation[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let reported: ReadonlySet<string> = new Set();
  for await (const _ of ledger.changed(signal)) {
    try {
      const pending = await ledger.rotations(shard);
      const hasNew = pending.some(({ rotationId }) => !reported.has(rotationId));
      reported = new Set(pending.map(({ rotationId }) => rotationId));
      if (hasNew) onRotations(pending);
    } catch (error) {
      // The next scan also reads the results.
      const message = DIAGNOSTIC_FAILURES.rotations_not_read({ cause: causeOf(error) });
      if (!signal.aborted) diagnostics.note('warning', message);
    }
  }
}
