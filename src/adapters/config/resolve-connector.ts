import type { TrustSource } from '../../domain/certificate/trust-source.ts';
import { type Connector, DEFAULT_GRACE, type Source } from '../../domain/connector/connector.ts';
import { type ProbeTarget, usualServerName } from '../../domain/connector/probe-target.ts';
import { unique } from './unique.ts';
import type { WrittenConnector, WrittenTrust } from './written-configuration.ts';
import type { WrittenProbe } from './written-probe.ts';

/** Where a connector is written, and what is not in its lines. */
export interface ConnectorContext {
  readonly absolute: (path: string) => string;
  /** The FQDN of this computer. */
  readonly computer: string;
  readonly source: Source;
}

/** What one `connectors` item means. */
export function resolveConnector(written: WrittenConnector, context: ConnectorContext): Connector {
  const { certificateFile, keyFile, probe, grace, trust, internal, ...rest } = written;
  const { absolute, source } = context;
  return {
    ...rest,
    fqdn: rest.fqdn,
    ...(certificateFile === undefined ? {} : { certificateFiles: unique(certificateFile.map(absolute)) }),
    ...(keyFile === undefined ? {} : { keyFiles: unique(keyFile.map(absolute)) }),
    ...(probe === undefined ? {} : { probe: resolveProbe(probe, written, context), grace: grace ?? DEFAULT_GRACE }),
    ...(trust === undefined ? {} : { trust: resolveTrust(trust, absolute) }),
    ...(internal === undefined ? {} : { isInternal: internal }),
    source,
  };
}

/** Anchors as the file names them, their paths absolute. */
export function resolveTrust(
  anchors: readonly WrittenTrust[],
  absolute: ConnectorContext['absolute'],
): readonly TrustSource[] {
  return anchors.map((anchor) =>
    anchor === 'system' ? { kind: 'system' } : { kind: 'enterprise', path: absolute(anchor.enterprise) },
  );
}

function resolveProbe(
  { url, timeout, failuresBeforeUnreachable, name, both, clientCertificateFile, clientKeyFile }: WrittenProbe,
  { direction, fqdn }: WrittenConnector,
  { absolute, computer }: ConnectorContext,
): ProbeTarget {
  return {
    ...url,
    serverName: name ?? usualServerName({ direction, fqdn }, url.host, computer),
    timeoutMs: timeout,
    failuresBeforeUnreachable,
    both,
    client:
      clientCertificateFile === undefined
        ? undefined
        : {
            certificateFile: absolute(clientCertificateFile),
            keyFile: absolute(clientKeyFile ?? clientCertificateFile),
          },
  };
}
