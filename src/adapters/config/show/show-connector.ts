import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { type ProbeTarget, probeUrl } from '../../../domain/served/probe-target.ts';
import { renderBriefTime } from './render-brief-time.ts';

/** A connector as one `connectors` item has it. */
export function showConnector(connector: Connector): object {
  const { source: _, fqdnOrigin: __, name, direction, fqdn, ...more } = connector;
  const { certificateFiles, keyFiles, probe, grace, trust, isInternal, ...rest } = more;
  return {
    name,
    direction,
    ...(fqdn === undefined ? {} : { fqdn }),
    ...rest,
    ...(certificateFiles === undefined ? {} : { certificateFile: certificateFiles }),
    ...(keyFiles === undefined ? {} : { keyFile: keyFiles }),
    ...(probe === undefined ? {} : { probe: showProbe(probe) }),
    ...(grace === undefined ? {} : { grace: renderBriefTime(grace) }),
    ...(trust === undefined ? {} : { trust: showTrust(trust) }),
    ...(isInternal === undefined ? {} : { internal: isInternal }),
  };
}

/** Anchors as `trust` has them. */
export function showTrust(trust: readonly TrustSource[]): readonly unknown[] {
  return trust.map((anchor) => (anchor.kind === 'system' ? 'system' : { enterprise: anchor.path }));
}

function showProbe(target: ProbeTarget): object {
  const { serverName, timeoutMs, failuresBeforeUnreachable, both, client } = target;
  return {
    url: probeUrl(target),
    timeout: renderBriefTime(timeoutMs),
    failuresBeforeUnreachable,
    ...(serverName === undefined ? {} : { name: serverName }),
    both,
    ...(client === undefined ? {} : { clientCertificateFile: client.certificateFile, clientKeyFile: client.keyFile }),
  };
}
