import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import { type Connector, DEFAULT_GRACE, type Source } from '../../../domain/connector/connector.ts';
import { defaultServerName, type ProbeTarget } from '../../../domain/connector/probe-target.ts';
import type { ConnectorEntry, WrittenTrust } from '../schema/written-configuration.ts';
import type { WrittenProbe } from '../schema/written-probe.ts';
import { unique } from './unique.ts';

/** Where a connector is configured, and the values that its item in the file does not contain. */
export interface ConnectorContext {
  readonly absolute: (path: string) => string;
  /** The FQDN of this computer. */
  readonly computer: string;
  readonly source: Source;
  /** True if the configuration has stores, not counting the files that connectors name. */
  readonly hasStores: boolean;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Converts an item of `connectors` to a connector with absolute paths. Properties are assigned one
 * by one, always in the same order, so that V8 shares their layout: with spread objects, the
 * layouts of 10,000 connectors take 10 MB.
 */
export function resolveConnector(rawConnector: ConnectorEntry, context: ConnectorContext): Connector {
  const { absolute, source } = context;
  const { name, direction, fqdn, enabled, starttls } = rawConnector;
  const connector: Mutable<Connector> = { name, direction, fqdn, enabled, starttls, source };
  // `certificateFile` and `keyFile` are lists: the schema converts one path to a list.
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

/** Converts items of `trust` to trust sources with absolute paths. */
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
  const hasConfiguredCertificate = certificateFile !== undefined || tlsCertificateName !== undefined;
  // No certificate is selected for the connector; only the served certificate is checked.
  const isOnlyProbed = !hasConfiguredCertificate && !(selectCertificate ?? hasStores);
  return {
    protocol,
    host,
    port,
    serverName: name ?? defaultServerName({ direction, fqdn, isOnlyProbed }, host, computer),
    timeoutMs: timeout,
    failureThreshold,
    // The schema accepts only [rsa, ecdsa].
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
