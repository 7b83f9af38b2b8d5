import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import { type Connector, DEFAULT_GRACE, type Source } from '../../../domain/connector/connector.ts';
import { defaultServerName, type ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { ConnectorEntry, WrittenTrust } from '../schema/written-configuration.ts';
import type { WrittenProbe } from '../schema/written-probe.ts';
import { unique } from './unique.ts';

/** The place of a connector, and the values that its lines do not contain. */
export interface ConnectorContext {
  readonly absolute: (path: string) => string;
  /** The FQDN of this computer. */
  readonly computer: string;
  readonly source: Source;
  /** True if there is a store that connectors search. */
  readonly hasStores: boolean;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Resolves an item of `connectors`. Keys are always assigned in the same order: spread objects have
 * different hidden classes, which take 10 MB for ten thousand connectors.
 */
export function resolveConnector(rawConnector: ConnectorEntry, context: ConnectorContext): Connector {
  const { absolute, source } = context;
  const { name, direction, fqdn, enabled, starttls } = rawConnector;
  const connector: Mutable<Connector> = { name, direction, fqdn, enabled, starttls, source };
  const { tlsCertificateName, certificateFile, keyFile, keyLoadedBy, probe, reload, grace, trust } = rawConnector;
  if (tlsCertificateName !== undefined) connector.tlsCertificateName = tlsCertificateName;
  if (certificateFile !== undefined) connector.certificateFiles = unique(certificateFile.map(absolute));
  if (keyFile !== undefined) connector.keyFiles = unique(keyFile.map(absolute));
  if (keyLoadedBy !== undefined) connector.keyLoadedBy = keyLoadedBy;
  if (probe !== undefined) {
    connector.probe = resolveProbe(probe, rawConnector, context);
    connector.grace = grace ?? DEFAULT_GRACE;
  }
  if (reload !== undefined) connector.reload = reload;
  if (trust !== undefined) connector.trust = resolveTrust(trust, absolute);
  if (rawConnector.requireTls !== undefined) connector.requireTls = rawConnector.requireTls;
  if (rawConnector.internal !== undefined) connector.isInternal = rawConnector.internal;
  const { requireClientCertificate, selectCertificate } = rawConnector;
  if (requireClientCertificate !== undefined) connector.requireClientCertificate = requireClientCertificate;
  if (selectCertificate !== undefined) connector.selectCertificate = selectCertificate;
  return connector;
}

/** Resolves the trust anchors of the file to absolute paths. */
export function resolveTrust(
  anchors: readonly WrittenTrust[],
  absolute: ConnectorContext['absolute'],
): readonly TrustSource[] {
  return anchors.map((anchor) =>
    anchor === 'system' ? { kind: 'system' } : { kind: 'enterprise', path: absolute(anchor.enterprise) },
  );
}

function resolveProbe(
  { url, timeout, failureThreshold, name, keyTypes, clientCertificateFile, clientKeyFile }: WrittenProbe,
  { direction, fqdn, certificateFile, tlsCertificateName, selectCertificate }: ConnectorEntry,
  { absolute, computer, hasStores }: ConnectorContext,
): ProbeTarget {
  const { protocol, host, port } = url;
  const isNamed = certificateFile !== undefined || tlsCertificateName !== undefined;
  const isOnlyProbed = !isNamed && !(selectCertificate ?? hasStores);
  return {
    protocol,
    host,
    port,
    serverName: name ?? defaultServerName({ direction, fqdn, isOnlyProbed }, host, computer),
    timeoutMs: timeout,
    failureThreshold,
    probesBothKeyTypes: keyTypes !== undefined,
    client:
      clientCertificateFile === undefined
        ? undefined
        : {
            certificateFile: absolute(clientCertificateFile),
            keyFile: absolute(clientKeyFile ?? clientCertificateFile),
          },
  };
}
