import type { Origin } from '../certificate/origin.ts';
import type { Connector } from '../connector/connector.ts';
import type { Selection } from '../selection/select-certificate.ts';
import type { StoreState } from '../status/status.ts';

/**
 * A connector as the daemon saw it in its last scan, for commands whose account may not read the
 * certificates.
 */
export interface ObservedConnector {
  /** Its definition at that time. */
  readonly connector: Connector;
  /**
   * Without the certificates that were rejected, except those that a server serves from its files.
   */
  readonly selection: Selection;
  /** Origins of the certificates of the selection, by thumbprint. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** The observation of the daemon's last scan. */
export interface Observed {
  /** In the order of the inventories. */
  readonly connectors: readonly ObservedConnector[];
  readonly stores: readonly StoreState[];
}

/** The observation of a scan, before it is stored. */
export interface ScanObservation {
  readonly selections: readonly Pick<ObservedConnector, 'connector' | 'selection'>[];
  readonly originOf: (thumbprint: string) => Origin;
  readonly stores: readonly StoreState[];
}
