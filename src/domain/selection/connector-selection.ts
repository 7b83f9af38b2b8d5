import type { Connector } from '../connector/connector.ts';
import type { Selection } from './selection.ts';

/** A connector, and the certificate that is selected for it. */
export interface ConnectorSelection {
  readonly connector: Connector;
  readonly selection: Selection;
}
