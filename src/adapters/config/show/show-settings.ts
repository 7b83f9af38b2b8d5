import type { TrustSource } from '../../../domain/certificate/trust-source.ts';
import type { Connector } from '../../../domain/connector/connector.ts';
import { type ProbeTarget, probeUrl } from '../../../domain/connector/probe-target.ts';
import type { HttpServerSettings } from '../../../domain/http/http-server-settings.ts';
import { renderListenAddress } from '../../../domain/http/listen-address.ts';
import { renderDuration } from '../../../formats/text/duration.ts';
import type { Configuration } from '../configuration.ts';
import { renderBriefTime } from '../schema/render-brief-time.ts';

/** Returns a connector as an item of `connectors`. */
function showConnector(connector: Connector): object {
  // `rest` has the properties that the file names and writes in the same way.
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

/** Returns trust anchors as items of `trust`. */
function showTrust(trust: readonly TrustSource[]): readonly unknown[] {
  return trust.map((anchor) => (anchor.kind === 'system' ? 'system' : { enterprise: anchor.path }));
}

function showProbe(target: ProbeTarget): object {
  const { serverName, timeoutMs, failureThreshold, probesBothKeyTypes, client } = target;
  return {
    url: probeUrl(target),
    timeout: renderBriefTime(timeoutMs),
    failureThreshold,
    ...(serverName === undefined ? {} : { name: serverName }),
    ...(probesBothKeyTypes ? { keyTypes: ['rsa', 'ecdsa'] } : {}),
    ...(client === undefined ? {} : { clientCertificateFile: client.certificateFile, clientKeyFile: client.keyFile }),
  };
}

/** The keys of the file before `logs`, and after `notifiers`. */
export interface ShownSettings {
  readonly beforeLogs: object;
  readonly afterNotifiers: object;
}

/**
 * Returns the settings of a configuration except log outputs and notifiers, in the form of the
 * file: absolute paths, and every default. The result names files with secrets and contains no
 * secret.
 */
export function showSettings(configuration: Configuration): ShownSettings {
  const { computer, inventory, probing, settings, timezone } = configuration;
  const { within, fraction, remindAt } = settings.expiresSoon;
  const { renewBefore } = configuration.selfSigned;
  return {
    beforeLogs: {
      computer: computer.fqdn,
      stateDirectory: configuration.stateDirectory,
      schedule: configuration.schedule,
      ...(timezone === undefined ? {} : { timezone }),
      watch: configuration.watch,
      roles: computer.roles,
      profile: settings.profile,
      locale: configuration.locale,
      helpLink: configuration.helpLink,
      stores: inventory.stores.map(({ source: _, ...store }) => store),
      trust: showTrust(configuration.trust),
      internalTransportCertificate: configuration.internalTransportCertificate,
      connectors: inventory.connectors.map(showConnector),
      discover: showDiscover(configuration.discover),
      probing: {
        interval: renderBriefTime(probing.intervalMs),
        maxConcurrent: probing.maxConcurrent,
        hostInterval: renderBriefTime(probing.hostIntervalMs),
      },
      expiresSoon: { within: renderDuration(within), fraction, remindAt: remindAt.map(renderDuration) },
      selfSigned: {
        ...configuration.selfSigned,
        renewBefore: renewBefore === undefined ? 'off' : renderDuration(renewBefore),
      },
      repeatInterval: renderDuration(settings.repeatInterval),
      levels: Object.fromEntries(settings.levels),
    },
    afterNotifiers: {
      http: showHttp(configuration.http),
      retention: configuration.retention,
      proxy: configuration.proxy,
      eventSource: settings.exchangeProvider,
    },
  };
}

function showDiscover({ exchangeExport, ...servers }: Configuration['discover']): object {
  return exchangeExport === undefined ? servers : { ...servers, exchangeExport };
}

/** Returns `http` in the form of the file: one address as text, several as a list. */
function showHttp({ listen, tokenFile, tls }: HttpServerSettings): 'off' | object {
  const [first, ...others] = listen.map(renderListenAddress);
  if (first === undefined) return 'off';
  return {
    listen: others.length === 0 ? first : [first, ...others],
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(tls === undefined ? {} : { certificateFile: tls.certificateFile, keyFile: tls.keyFile }),
    ...(tls?.clientCaFile === undefined ? {} : { clientCaFile: tls.clientCaFile }),
  };
}
