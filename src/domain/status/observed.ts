import type { Origin } from '../certificate/origin.ts';
import type { Connector } from '../connector/connector.ts';
import type { Selection } from '../selection/selection.ts';
import type { StoreState } from './status.ts';

/**
 * A connector as of the daemon's last scan, for commands whose account may not read the
 * certificates.
 */
export interface ObservedConnector {
  /** Its definition as of that scan. */
  readonly connector: Connector;
  /** Without its rejected certificates, except those that a server serves from its named files. */
  readonly selection: Selection;
  /** Origins of the selected certificates, by thumbprint. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Results of the daemon's last scan. */
export interface Observed {
  /** In the order of the inventories. */
  readonly connectors: readonly ObservedConnector[];
  readonly stores: readonly StoreState[];
}

/** Results of a scan before they are stored. */
export interface ScanObservation {
  readonly selections: readonly Pick<ObservedConnector, 'connector' | 'selection'>[];
  readonly originOf: (thumbprint: string) => Origin;
  readonly stores: readonly StoreState[];
}
