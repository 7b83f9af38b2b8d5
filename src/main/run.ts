import type { Configuration } from '../adapters/config/configuration.ts';
import { readConfiguration } from '../adapters/config/read-configuration.ts';
import { readEnvironment } from '../adapters/config/read-environment.ts';
import { openDiagnostics, type Verbosity } from '../adapters/log/diagnostics.ts';
import { serviceManager } from '../adapters/system/service-manager.ts';
import type { Locale } from '../domain/event/event-definition.ts';
import { ConfigurationError } from '../work/errors.ts';
import type { Diagnostics } from '../work/ports.ts';
import { type Daemon, type DaemonOverrides, startDaemon } from './daemon.ts';

/** How often the event loop is woken at least, ms: a signal that arrives is seen at once, a hung loop misses its watchdog. */
const STATUS_EVERY_MS = 60_000;

/** A configuration that another may not become while the process lives. */
function fixedForLife(before: Configuration, next: Configuration): ConfigurationError | undefined {
  const fault = (message: string): ConfigurationError =>
    new ConfigurationError([
      {
        file: next.file,
        line: 1,
        column: 1,
        message: `${message} is fixed for the life of the process; restart mailcertd to change it`,
      },
    ]);
  if (before.computer.fqdn !== next.computer.fqdn) return fault(`computer (${before.computer.fqdn})`);
  return before.stateDirectory === next.stateDirectory ? undefined : fault(`stateDirectory (${before.stateDirectory})`);
}

async function reload(
  daemon: Daemon,
  before: Configuration,
  read: () => Promise<Configuration>,
  diagnostics: Diagnostics,
): Promise<Configuration> {
  try {
    const next = await read();
    const refused = fixedForLife(before, next);
    if (refused !== undefined) throw refused;
    await daemon.reload(next);
    return next;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    diagnostics.note(
      'error',
      `reloading ${before.file}: rejected, the configuration before it stays in force; ${error.message}`,
    );
    daemon.reject({ reason: 'configuration_invalid', location: before.file, detail: error.message });
    return before;
  }
}

/** What an ordered stop, and nothing else, ends. */
export interface RunOptions {
  readonly file: string;
  readonly locale: Locale | undefined;
  readonly verbosity: Verbosity;
  readonly overrides?: DaemonOverrides;
  /** Told when the daemon is ready. */
  readonly ready?: (configuration: Configuration) => void;
}

/**
 * Runs the daemon until SIGTERM or SIGINT; SIGHUP reloads, SIGUSR2 passes now.
 * @throws {ConfigurationError} @throws {AlreadyRunningError} @throws {LedgerError} when it cannot start
 */
export async function run({ file, locale, verbosity, overrides, ready }: RunOptions): Promise<void> {
  // Without a handler of ours, SIGUSR1 makes Node open its inspector.
  process.on('SIGUSR1', () => undefined);
  await using diagnostics = openDiagnostics(verbosity, process.stderr);
  const manager = serviceManager(process.env, diagnostics);
  const read = async (): Promise<Configuration> => {
    const configuration = readConfiguration(file, await readEnvironment());
    return locale === undefined ? configuration : { ...configuration, locale };
  };
  let configuration = await read();
  const daemon = await startDaemon(configuration, diagnostics, overrides);
  const describe = (): string => {
    const { connectors, stores } = configuration.inventory;
    return `watching ${connectors.length} connectors and ${stores.length} stores as ${configuration.computer.fqdn}`;
  };
  const alive = manager.keepAlive(() => daemon.isAlive);
  const awake = setInterval(() => undefined, STATUS_EVERY_MS);

  let reloading: Promise<unknown> = Promise.resolve();
  process.on('SIGHUP', () => {
    reloading = reloading.then(async () => {
      await manager.reloading();
      configuration = await reload(daemon, configuration, read, diagnostics);
      await manager.ready(describe());
    });
    reloading.catch((error: unknown) =>
      diagnostics.note('error', `reloading ${file}: ${error instanceof Error ? error.message : String(error)}`),
    );
  });
  process.on('SIGUSR2', () => daemon.pass());
  const cause = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });

  await manager.ready(describe());
  ready?.(configuration);
  const stoppedBy = await cause;
  await manager.stopping();
  await daemon.stop(stoppedBy);
  alive[Symbol.dispose]();
  clearInterval(awake);
}
