import type { ConnectorSight } from './served-on-disk.ts';

/**
 * Returns whether a served certificate must chain to a trusted root. A connector that looks in stores may serve a self-signed
 * certificate, as an Exchange server does by default, unless its own `trust` is set.
 */
export function isTrustJudged({ connector, selection }: ConnectorSight): boolean {
  if (connector.direction === 'send' || connector.trust !== undefined) return true;
  return selection.kind === 'not-applicable' || selection.name.files !== undefined;
}
