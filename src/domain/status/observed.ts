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
  /**
   * Without its rejected certificates. Exception: if nothing was selected and the connector's
   * settings name certificate files, rejected certificates in these files are included, because the
   * server serves them even so.
   */
  readonly selection: Selection;
  /** Origins of the selected certificates, by thumbprint. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Results of the daemon's last scan. */
export interface Observed {
  /** In the order in which the scan found them: configured connectors, then discovered ones. */
  readonly connectors: readonly ObservedConnector[];
  readonly stores: readonly StoreState[];
}

/** The data of `Observed` as the scan passes them to the ledger, which stores them. */
export interface ScanObservation {
  readonly selections: readonly Pick<ObservedConnector, 'connector' | 'selection'>[];
  readonly originOf: (thumbprint: string) => Origin;
  readonly stores: readonly StoreState[];
}
