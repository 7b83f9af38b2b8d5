import type { EventLevel } from '../../../src/domain/event/event-definition.ts';
import type { World } from '../world.ts';

/** One scan of a world, with the expected selections and all expected event records. */
export interface Pass {
  /** The differences from a normal world at noon; for a later scan, from the previous scan. */
  readonly world: Partial<World>;
  /**
   * For each connector the selected certificate, and why each other certificate that matches the
   * name is not selected, in the notation of choice.ts.
   */
  readonly choices?: readonly string[];
  /** The events in both profiles; left out: they differ, as in `only2007` and `only2019`. */
  readonly both?: readonly string[];
  readonly only2007?: readonly string[];
  readonly only2019?: readonly string[];
  /** The closest certificate in the first event 12014. */
  readonly nearest?: string;
  /** The reason in the first event 12014. */
  readonly reason?: string;
  /** The remedies of all events, each command once. */
  readonly remedies?: readonly string[];
  /** The level of the first event. */
  readonly level?: EventLevel;
}

/** A later scan of the same row. */
export interface LaterPass extends Pass {
  readonly title: string;
  /** True if the daemon is restarted before the scan. */
  readonly restart?: boolean;
}

/**
 * A situation and its events in both profiles (Exchange 2007 and 2019). docs/dev/selection.md is
 * generated from the rows.
 */
export interface Row extends Pass {
  /** Number of the row; with a letter for a variant of the row with this number. */
  readonly row: string;
  /** A present-tense statement. */
  readonly title: string;
  readonly choices: readonly string[];
  readonly later?: readonly LaterPass[];
}
