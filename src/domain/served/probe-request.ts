/** A request of a command to the daemon: probe connectors now. */
export interface ProbeRequest {
  /** Unique. */
  readonly requestId: string;
  /** Names; empty: every connector that is probed. */
  readonly connectors: readonly string[];
}
