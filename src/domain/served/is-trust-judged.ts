import { CONFIGURATION } from '../connector/inventory.ts';
import type { ConnectorSight } from './served-on-disk.ts';

/**
 * Returns whether a served certificate must chain to a trusted root from the first probe on. A Receive connector whose
 * certificate an operator chose, by files or by stores, may serve a self-signed one, as an Exchange server does by default,
 * unless its own `trust` is set. Nobody chose what a discovered server serves, or one that is only probed.
 */
export function isTrustJudged({ connector, selection }: ConnectorSight): boolean {
  const { direction, trust, fqdnOrigin, source } = connector;
  if (direction === 'send' || trust !== undefined || selection.kind === 'not-applicable') return true;
  const isDiscovered = fqdnOrigin === 'discovered' || source.inventory !== CONFIGURATION;
  return isDiscovered && selection.name.files !== undefined;
}
