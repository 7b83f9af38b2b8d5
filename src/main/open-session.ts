import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Session, SessionOptions } from '../adapters/cli/session/session.ts';
import { COMMAND_FAILURES } from '../adapters/cli/text/command-failures.ts';
import { UsageError } from '../adapters/cli/text/usage-error.ts';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { ConfigurationEnvironment } from '../adapters/config/configuration-environment.ts';
import { readEnvironment } from '../adapters/config/read-environment.ts';
import { defaultConfiguration } from '../adapters/config/resolve/default-configuration.ts';
import { notifierSummary } from '../adapters/config/resolve/notifier-summary.ts';
import { readAccessRules } from '../adapters/file-store/keys/read-access-rules.ts';
import { readClosedDirectories } from '../adapters/file-store/keys/read-closed-directories.ts';
import { MAX_SCAN_ITERATIONS, OpeningBudget } from '../adapters/file-store/open/opening-budget.ts';
import { openStore } from '../adapters/file-store/open-store.ts';
import { actAsOwner } from '../adapters/system/act-as-owner.ts';
import { systemClock } from '../adapters/system/clock.ts';
import type { ConfiguredNotifier } from '../domain/alert/configured-notifier.ts';
import type { StoreDefinition } from '../domain/connector/connector.ts';
import { DISCOVER_ALL, DISCOVER_NOTHING } from '../domain/connector/discover.ts';
import type { ConfigurationIssue } from '../domain/failure/configuration-issue.ts';
import type { Locale } from '../domain/text/locale.ts';
import type { Instant } from '../domain/time.ts';
import { ConfigurationError } from '../work/errors.ts';
import { createNotificationOperations } from '../work/manage/create-notification-operations.ts';
import type { ConnectorOperations } from '../work/operations/connector-operations.ts';
import type { StateOperations } from '../work/operations/state-operations.ts';
import type { StoreOperations } from '../work/operations/store-operations.ts';
import type { InventorySource } from '../work/ports/stores.ts';
import { createQueryOperations } from '../work/query/create-query-operations.ts';
import { becomeOwnerOf } from './become-owner-of.ts';
import { configurationExists, isConfigurationNamed, locateConfiguration } from './locate-configuration.ts';
import { renderingOf } from './rendering-of.ts';
import { scanSourcesOf } from './scan-sources-of.ts';
import { StorePool } from './store-pool.ts';

/** The maximum iterations of key derivation for a command: up to a minute of one processor. */
const MAX_COMMAND_ITERATIONS: number = 5 * MAX_SCAN_ITERATIONS;

/** Returns the store definition for a path on the command line. */
function storeOfPath(path: string): StoreDefinition {
  const source = { inventory: 'configuration', place: 'command line' };
  return { name: path, path: resolve(path), services: ['SMTP', 'IMAP', 'POP'], personal: true, source };
}

async function read(file: string, environment: ConfigurationEnvironment): Promise<Configuration> {
  const { readConfiguration } = await import('../adapters/config/read/read-configuration.ts');
  return readConfiguration(file, environment);
}

/** The configuration that a command uses. */
interface SelectedConfiguration {
  readonly configuration: Configuration;
  /** Left out if they are those of the configuration. */
  readonly notifiers?: readonly ConfiguredNotifier[];
  /** The errors of the file, if another configuration replaces it. */
  readonly errors?: readonly ConfigurationIssue[];
  /** When the daemon accepted the configuration that replaces the file. */
  readonly acceptedAt?: Instant;
}

/**
 * Reads the file. If it has errors, returns the replacement that `ifInvalid` allows: the
 * configuration that the daemon last accepted, or else for `accepted-or-log-settings` the parts of
 * the file that are needed to read the event log.
 * @throws {ConfigurationError}
 */
async function readOrReplace(
  file: string,
  environment: ConfigurationEnvironment,
  ifInvalid: SessionOptions['ifInvalid'],
): Promise<SelectedConfiguration> {
  try {
    return { configuration: await read(file, environment) };
  } catch (error) {
    if (!(error instanceof ConfigurationError) || ifInvalid === undefined) throw error;
    const { errors } = error;
    const { findReplacements } = await import('./find-replacements.ts');
    const { accepted, salvaged } = findReplacements(file, environment);
    if (accepted !== undefined) return { ...accepted, errors };
    if (ifInvalid === 'accepted' || salvaged === undefined) throw error;
    return { configuration: salvaged, errors };
  }
}

/**
 * Returns the configuration for a command. Paths on the command line replace its stores and
 * connectors, and need no file.
 */
async function configurationFor({
  config,
  stores,
  ifInvalid,
  worksWithoutFile,
}: SessionOptions): Promise<SelectedConfiguration & { readonly file: string | undefined }> {
  const file = locateConfiguration(config);
  const environment = await readEnvironment();
  const exists = configurationExists(file);
  if (!exists && config === undefined && stores.length === 0 && worksWithoutFile !== true) {
    throw new UsageError(COMMAND_FAILURES.configuration_not_found({ file }));
  }
  // A file that is named explicitly is required.
  const usesFile = exists || config !== undefined || (stores.length === 0 && isConfigurationNamed());
  // Without a file, the YAML parser is not loaded.
  const chosen: SelectedConfiguration = usesFile
    ? await readOrReplace(file, environment, exists ? ifInvalid : undefined)
    : { configuration: defaultConfiguration(file, environment) };
  const { configuration } = chosen;
  if (stores.length === 0) {
    // Without a configuration, everything is discovered.
    return usesFile
      ? { ...chosen, file }
      : {
          configuration: { ...configuration, discover: DISCOVER_ALL, internalTransportCertificate: 'none' },
          file: undefined,
        };
  }
  const inventory = { connectors: [], stores: [...new Set(stores)].map(storeOfPath) };
  return {
    ...chosen,
    configuration: { ...configuration, inventory, discover: DISCOVER_NOTHING, internalTransportCertificate: 'none' },
    file: exists ? file : undefined,
  };
}

/** Returns the discovered inventories. Without any, the modules for discovery are not loaded. */
async function discoverInventories(configuration: Configuration): Promise<readonly InventorySource[]> {
  if (isDeepStrictEqual(configuration.discover, DISCOVER_NOTHING)) return [];
  const { DiscoveredInventories } = await import('./discovered-inventories.ts');
  return new DiscoveredInventories(systemClock).sourcesFor(configuration);
}

/**
 * Opens the session of a command.
 * @throws {ConfigurationError}
 * @throws {UsageError}
 */
export async function openSession(selected: SessionOptions, locale: Locale | undefined): Promise<Session> {
  const { reportProgress } = selected;
  const chosen = await configurationFor(selected);
  const { configuration, file, errors, acceptedAt } = chosen;
  const openReader =
    selected.stores.length > 0 ? () => undefined : (await import('./open-reader-if-exists.ts')).openReaderIfExists;
  let opened: { readonly reader: ReturnType<typeof openReader> } | undefined;
  const ledger = (): ReturnType<typeof openReader> => {
    opened ??= { reader: openReader(configuration.stateDirectory) };
    return opened.reader;
  };
  const isDaemonRunning = async (): Promise<boolean> =>
    (await import('../adapters/sqlite/lock/state-holder.ts')).isStateHeld(configuration.stateDirectory);
  const notifiers = chosen.notifiers ?? configuration.notifiers.map(notifierSummary);
  const stores = new StorePool(systemClock, {
    willRescan: selected.scansOnce !== true,
    budget: new OpeningBudget(MAX_COMMAND_ITERATIONS),
    actAs: actAsOwner,
    reportProgress,
  });
  // Some commands read a store without a scan.
  stores.onInventories([configuration.inventory]);
  const discovered = await discoverInventories(configuration);
  const scanSources = { ...scanSourcesOf(configuration, systemClock, discovered, stores), reportProgress };
  const dependencies = {
    // A path on the command line is never the personal store, whatever its name.
    scanSources: selected.stores.length > 0 ? { ...scanSources, personal: undefined } : scanSources,
    settings: configuration.settings,
    clock: systemClock,
    ledger,
    notifications: () => ledger()?.notifications,
    isDaemonRunning,
    notifiers,
    readAccessRules,
    readClosedDirectories,
  };
  // A read-only command does not load the modules that change a store.
  const storeOperations = async (): Promise<StoreOperations> =>
    (await import('./open-store-operations.ts')).openStoreOperations(configuration, dependencies);
  const connectors = async (): Promise<ConnectorOperations> =>
    (await import('./open-connector-operations.ts')).openConnectorOperations(configuration, dependencies);
  const stateOperations = async (): Promise<StateOperations> =>
    (await import('./open-state-operations.ts')).openStateOperations(configuration.stateDirectory, {
      clock: systemClock,
      reportProgress,
    });
  return {
    operations: createQueryOperations({
      ...dependencies,
      // The modules for probes are loaded only when a server is probed.
      probes: async (withinMs) => {
        const { proberDependencies } = await import('./prober-dependencies.ts');
        const { probeOnce } = await import('../work/scan/probe-once.ts');
        return probeOnce(proberDependencies(configuration, systemClock), withinMs, reportProgress);
      },
      storeAt: (definition, keyAccounts) => openStore(definition, systemClock, { keyAccounts }),
    }),
    connectors: {
      realPath: async (path) => (await connectors()).realPath(path),
      scan: async (signal) => (await connectors()).scan(signal),
      probe: async (target, trust, signal) => (await connectors()).probe(target, trust, signal),
      probeNow: async (names, waitMs, signal) => (await connectors()).probeNow(names, waitMs, signal),
      observeBeforeReload: async (request, signal) => (await connectors()).observeBeforeReload(request, signal),
      reload: async (request, signal) => (await connectors()).reload(request, signal),
    },
    discover: async (exchangeExport, signal) => {
      const { discoverAll } = await import('./discover-all.ts');
      return discoverAll(configuration, { clock: systemClock, exchangeExport, reportProgress }, signal);
    },
    storeChanges: {
      change: async (command, options, signal) => (await storeOperations()).change(command, options, signal),
      export: async (thumbprint, target, signal) => (await storeOperations()).export(thumbprint, target, signal),
    },
    state: {
      backUp: async (target, signal) => (await stateOperations()).backUp(target, signal),
      restore: async (path, signal) => (await stateOperations()).restore(path, signal),
    },
    notifications: createNotificationOperations({
      shard: configuration.computer.fqdn,
      clock: systemClock,
      notifiers,
      openReader: () => {
        const found = ledger();
        return found && { ledger: found, notifications: found.notifications };
      },
      // A command that only lists does not load the modules that write or notify.
      openForWriting: async () => {
        const { openCommandLedger } = await import('../adapters/sqlite/ledger/open-command-ledger.ts');
        becomeOwnerOf(configuration.stateDirectory);
        return openCommandLedger(configuration.stateDirectory);
      },
      openTester: async () => {
        const { openTester } = await import('./open-tester.ts');
        // Loaded before the account changes: the daemon's account may not be able to read the
        // program.
        await import('../adapters/sqlite/ledger/open-command-ledger.ts');
        return openTester(configuration);
      },
      isDaemonRunning,
      newSilenceId: () => randomBytes(4).toString('hex'),
      newDeliveryId: randomUUID,
    }),
    rendering: renderingOf(configuration, locale),
    file,
    ...(errors === undefined ? {} : { errors }),
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
    stateDirectory: configuration.stateDirectory,
    fqdn: configuration.computer.fqdn,
    proxy: configuration.proxy,
    expiresSoon: configuration.settings.expiresSoon,
    profile: configuration.settings.profile,
    command: configuration.settings.command,
    [Symbol.asyncDispose]: async () => opened?.reader?.[Symbol.asyncDispose](),
  };
}
