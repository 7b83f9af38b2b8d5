import type { Rotation } from '../../domain/served/rotation.ts';
import type { Ledger, Shard } from '../ports/ledger.ts';
import type { Diagnostics } from '../ports/system.ts';

/** What is followed, and who is told that it cannot be. */
export interface RotationsFollowed {
  readonly ledger: Pick<Ledger, 'rotations' | 'changed'>;
  readonly shard: Shard;
  readonly diagnostics: Diagnostics;
}

/**
 * Hears of every rotation that a command leaves in the ledger, soon after it is left, until the signal. Never rejects.
 * @param heard is called with all pending rotations when there is a new one
 */
export async function followRotations(
  { ledger, shard, diagnostics }: RotationsFollowed,
  heard: (rotations: readonly Rotation[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let known: ReadonlySet<string> = new Set();
  for await (const _ of ledger.changed(signal)) {
    try {
      const waiting = await ledger.rotations(shard);
      const fresh = waiting.filter(({ rotationId }) => !known.has(rotationId));
      known = new Set(waiting.map(({ rotationId }) => rotationId));
      if (fresh.length > 0) heard(waiting);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // The next pass tells of it all the same.
      if (!signal.aborted) diagnostics.note('warning', `looking for what commands have left: ${why}`);
    }
  }
}
