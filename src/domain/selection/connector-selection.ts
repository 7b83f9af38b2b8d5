import type { Connector } from '../connector/connector.ts';
import type { Selection } from './select-certificate.ts';

/** A connector, and the certificate that is selected for it. */
export interface ConnectorSelection {
  readonly connector: Connector;
  readonly selection: Selection;
}
