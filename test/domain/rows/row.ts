import type { EventLevel } from '../../../src/domain/event/event-definition.ts';
import type { World } from '../world.ts';

/** One pass over a world: what connectors present, and exactly what is logged. Nothing else may be there. */
export interface Pass {
  /** The differences from a normal world at noon; for a later scan, from the previous scan. */
  readonly world: Partial<World>;
  /** Connector by connector: what it presents, and why each other one that carries the name lost. See choice.ts. */
  readonly choices?: readonly string[];
  /** The events under both profiles; otherwise both of the next two are given. */
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

/** A pass that follows another. */
export interface LaterPass extends Pass {
  readonly title: string;
  /** True if the daemon was restarted between the two. */
  readonly restart?: boolean;
}

/** A situation and its events, under both profiles. docs/dev/selection.md is generated from these and nothing else. */
export interface Row extends Pass {
  /** The design's number; with a letter where a situation of our own stands beside it. */
  readonly row: string;
  /** A fact in the present tense. */
  readonly title: string;
  readonly choices: readonly string[];
  readonly later?: readonly LaterPass[];
}
