/**
 * The activity of a long operation, and the unit of its counts.
 * - discover: reads the settings of mail servers; sources
 * - read: reads a store; files
 * - probe: probes the servers of connectors; connectors
 * - probe-server: probes one server; addresses
 * - export: writes events to a file; events
 * - back-up, restore: copies the state; bytes
 */
export type Activity = 'discover' | 'read' | 'probe' | 'probe-server' | 'export' | 'back-up' | 'restore';

/** The progress of a long operation. */
export interface Progress {
  readonly activity: Activity;
  /** The store or the URL. Not escaped. Left out: the activity has only one object. */
  readonly name?: string;
  /** In the unit of the activity. */
  readonly done: number;
  /** In the unit of the activity; undefined: not known yet. */
  readonly total: number | undefined;
  /** True: the whole copy is now checked, which takes longer than a second. Meanwhile nothing else can run. */
  readonly isChecking?: boolean;
}

/**
 * Receives the progress of an operation. It stores only the last value, so it may be called for each
 * batch. Callers leave it out if progress is not shown, and operations then only skip the call.
 */
export type ReportProgress = (progress: Progress) => void;
