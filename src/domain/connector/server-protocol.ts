import type { Connector } from './connector.ts';
import { type ProbeProtocol, SUBMISSION_PORT } from './probe-target.ts';

/**
 * The protocol of a server: that of its probe, or `submission` for SMTP that is for mail clients,
 * not for other servers.
 */
export type ServerProtocol = ProbeProtocol | 'submission';

/** Returns the protocol of the server of a connector; undefined if it is unknown. */
export function serverProtocolOf({
  direction,
  probe,
  isSubmission = false,
}: Pick<Connector, 'direction' | 'probe' | 'isSubmission'>): ServerProtocol | undefined {
  if (probe?.protocol !== 'smtp' || direction === 'send') return probe?.protocol;
  return isSubmission || probe.port === SUBMISSION_PORT ? 'submission' : 'smtp';
}

/** Returns the known protocols of the servers of connectors, each once. */
export function serverProtocolsOf(
  connectors: readonly Pick<Connector, 'direction' | 'probe' | 'isSubmission'>[],
): readonly ServerProtocol[] {
  return [...new Set(connectors.flatMap((connector) => serverProtocolOf(connector) ?? []))];
}
