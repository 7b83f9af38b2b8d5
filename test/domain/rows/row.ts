import type { EventLevel } from '../../../src/domain/event/event-definition.ts';
import type { World } from '../world.ts';

/** One scan of a world, with the expected selections and the complete expected log. */
export interface Pass {
  /** The differences from a normal world at noon; for a later scan, from the previous scan. */
  readonly world: Partial<World>;
  /**
   * The selection of each connector, and the reason against each other certificate that matches the
   * name. See choice.ts.
   */
  readonly choices?: readonly string[];
  /** The events under both profiles; left out: `only2007` and `only2019` have them. */
  readonly both?: readonly string[];
  readonly only2007?: readonly string[];
  readonly only2019?: readonly string[];
  /** The nearest miss in the first 12014. */
  readonly nearest?: string;
  /** The reason that the first 12014 gives. */
  readonly reason?: string;
  /** The remedies of all events, each command once. */
  readonly remedies?: readonly string[];
  /** The level of the first event. */
  readonly level?: EventLevel;
}

/** A scan that follows another. */
export interface LaterPass extends Pass {
  readonly title: string;
  /** True if the daemon was restarted between both scans. */
  readonly restart?: boolean;
}

/**
 * A situation and its events under both profiles. docs/dev/selection.md is generated from the rows.
 */
export interface Row extends Pass {
  /** The number in the design; with a letter for a situation that the design lacks. */
  readonly row: string;
  /** A present-tense statement. */
  readonly title: string;
  readonly choices: readonly string[];
  readonly later?: readonly LaterPass[];
}
