/** A request from a command to the daemon to probe connectors now. */
export interface ProbeRequest {
  /** Unique. */
  readonly requestId: string;
  /** Names; empty: all probed connectors. */
  readonly connectors: readonly string[];
}
