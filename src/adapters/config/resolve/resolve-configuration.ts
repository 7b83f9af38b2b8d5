import { basename, dirname, join, resolve } from 'node:path';
import { keyAccount } from '../../../domain/connector/connector.ts';
import type { EventLevel } from '../../../domain/event/event-definition.ts';
import type { ConfigurationIssue } from '../../../domain/failure/configuration-issue.ts';
import { DAY } from '../../../domain/time.ts';
import type { SourcePosition } from '../../../formats/text/source-position.ts';
import type { LogOutput } from '../../../work/ports/outputs.ts';
import type { AnchorFile, ClientFiles, Configuration } from '../configuration.ts';
import type { ConfigurationEnvironment } from '../configuration-environment.ts';
import type { StoreEntry, WrittenConfiguration, WrittenLog, WrittenTrust } from '../schema/written-configuration.ts';
import { resolveConnector, resolveTrust } from './resolve-connector.ts';
import { resolveHttp } from './resolve-http.ts';
import { resolveNotifier } from './resolve-notifier.ts';
import { secretFilesOf } from './secret-files.ts';
import { unique } from './unique.ts';

/** The default path of the configuration file. */
export const DEFAULT_FILE = '/etc/mailcertd/mailcertd.yaml';

/** The values that resolving needs in addition to the content of the file. */
export interface ResolutionContext {
  /** The path as given; its directory is the base of relative paths. */
  readonly file: string;
  readonly environment: ConfigurationEnvironment;
  /** The FQDN of the computer, from the file or from the host. */
  readonly fqdn: string;
  /** Returns the place of a value in the file. */
  positionOf(path: readonly PropertyKey[]): SourcePosition;
  readonly warnings: readonly ConfigurationIssue[];
  /** Returns whether the file has this top-level key. */
  hasKey(key: string): boolean;
}

/** The default of `remindAt`: times before expiry, in ms. */
const REMIND_AT = [14 * DAY, 7 * DAY, 3 * DAY, DAY];

/** Returns the command that starts mailcertd with this configuration file. */
function startCommand(file: string, { isRunByNpx }: ConfigurationEnvironment): readonly [string, ...string[]] {
  const configArguments = file === DEFAULT_FILE ? [] : ['--config', file];
  return isRunByNpx === true ? ['npx', 'mailcertd', ...configArguments] : ['mailcertd', ...configArguments];
}

/**
 * Returns the NetBIOS name of a host: the first label in upper case, truncated to 15 characters.
 */
function netBiosName(fqdn: string): string {
  return (fqdn.split('.', 1)[0] ?? '').slice(0, 15).toUpperCase();
}

/** Converts the content of a valid file to the configuration of this host, with all defaults. */
export function resolveConfiguration(written: WrittenConfiguration, context: ResolutionContext): Configuration {
  const file = resolve(context.file);
  const absolute = (path: string): string => resolve(dirname(file), path);
  // The source of an object at a path of keys in the file.
  const source = (...path: readonly PropertyKey[]) => ({
    inventory: 'configuration',
    place: `${basename(file)}:${context.positionOf(path).line}`,
  });
  const stateDirectory =
    written.stateDirectory === undefined ? context.environment.stateDirectory : absolute(written.stateDirectory);
  const personalStore: StoreEntry = {
    name: 'My',
    path: join(stateDirectory, 'store'),
    services: ['SMTP'],
    personal: true,
  };
  // True if connectors have a store to search. Only scans discover the store of certbot.
  const hasStores = (written.stores ?? [personalStore]).some(({ personal }) => personal) || written.discover.certbot;
  const connectors = written.connectors.map((connector, index) =>
    resolveConnector(connector, {
      absolute,
      computer: context.fqdn,
      source: source('connectors', index),
      hasStores,
    }),
  );
  const anchorFiles = (trust: readonly WrittenTrust[], path: readonly PropertyKey[]): readonly AnchorFile[] =>
    trust.flatMap((anchor, index) =>
      anchor === 'system'
        ? []
        : [{ path: absolute(anchor.enterprise), ...context.positionOf([...path, index, 'enterprise']) }],
    );
  const { within, fraction, remindAt } = written.expiresSoon;
  const locale = written.locale ?? context.environment.locale;
  return {
    file,
    computer: { fqdn: context.fqdn, netBiosName: netBiosName(context.fqdn), roles: unique(written.roles) },
    stateDirectory,
    schedule: written.schedule,
    timezone: written.timezone,
    watch: written.watch,
    locale,
    helpLink: written.helpLink,
    inventory: {
      connectors,
      stores: (written.stores ?? [personalStore]).map(({ passwordFile, passwordFiles = [], ...store }, index) => {
        const passwords = [...(passwordFile === undefined ? [] : [passwordFile]), ...passwordFiles].map(absolute);
        return {
          ...store,
          path: absolute(store.path),
          services: unique(store.services),
          ...(passwords.length === 0 ? {} : { passwordFiles: unique(passwords) }),
          source: source('stores', index),
        };
      }),
    },
    trust: resolveTrust(written.trust, absolute),
    discover: {
      ...written.discover,
      exchangeExport:
        written.discover.exchangeExport === undefined ? undefined : absolute(written.discover.exchangeExport),
    },
    probing: {
      intervalMs: written.probing.interval,
      maxConcurrent: written.probing.maxConcurrent,
      hostIntervalMs: written.probing.hostInterval,
    },
    internalTransportCertificate: written.internalTransportCertificate,
    settings: {
      profile: written.profile,
      expiresSoon: {
        within,
        fraction,
        remindAt: remindAt ?? REMIND_AT.filter((timeBeforeExpiry) => timeBeforeExpiry < within),
      },
      repeatInterval: written.repeatInterval,
      levels: new Map<number, EventLevel>(Object.entries(written.levels).map(([id, level]) => [Number(id), level])),
      exchangeProvider: written.eventSource,
      command: startCommand(file, context.environment),
    },
    selfSigned: written.selfSigned,
    logs: written.logs.map((log) => resolveLog(log, absolute)),
    notifiers: written.notifiers.map((notifier) => resolveNotifier(notifier, dirname(file), locale)),
    secretFiles: written.notifiers.flatMap((notifier, index) =>
      secretFilesOf(notifier).map((secret) => {
        return { ...secret, path: absolute(secret.path), ...context.positionOf(['notifiers', index, secret.key]) };
      }),
    ),
    clientFiles: connectors.flatMap(({ probe }, index): ClientFiles[] => {
      if (probe?.client === undefined) return [];
      const positionOfKey = (key: string): SourcePosition => context.positionOf(['connectors', index, 'probe', key]);
      return [
        {
          ...probe.client,
          certificatePosition: positionOfKey('clientCertificateFile'),
          keyPosition: positionOfKey('clientKeyFile'),
        },
      ];
    }),
    keyAccounts: connectors.map((connector, index) => ({
      name: keyAccount(connector),
      line: context.positionOf(['connectors', index]).line,
    })),
    anchorFiles: [
      ...anchorFiles(written.trust, ['trust']),
      ...written.connectors.flatMap(({ trust }, index) => anchorFiles(trust ?? [], ['connectors', index, 'trust'])),
    ],
    http: resolveHttp(written.http, absolute),
    httpFiles: (['tokenFile', 'certificateFile'] as const)
      .filter((key) => written.http[key] !== undefined)
      .map((key) => ({ key, ...context.positionOf(['http', key]) })),
    retention: written.retention,
    proxy: {
      allowInternalUntrustedCerts: written.proxy.allowInternalUntrustedCerts,
      allowExternalUntrustedCerts:
        written.proxy.allowExternallUntrustedCerts ?? written.proxy.allowExternalUntrustedCerts,
    },
    decidedAt: {
      profile: context.hasKey('profile') ? source('profile').place : undefined,
      levels: new Map(Object.keys(written.levels).map((id) => [Number(id), source('levels', id).place])),
    },
    warnings: context.warnings,
  };
}

function resolveLog(log: WrittenLog, absolute: (path: string) => string): LogOutput {
  if (log.type === 'file') return { ...log, path: absolute(log.path) };
  return log.type === 'syslog' ? { ...log, caFile: log.caFile === undefined ? undefined : absolute(log.caFile) } : log;
}
