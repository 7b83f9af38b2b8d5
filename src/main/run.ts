import type { Configuration } from '../adapters/config/configuration.ts';
import { readEnvironment } from '../adapters/config/read-environment.ts';
import { openDiagnostics, type Verbosity } from '../adapters/log/diagnostics.ts';
import { serviceManager } from '../adapters/system/service-manager.ts';
import type { Settings } from '../domain/assessment/settings.ts';
import { EVENT_LOG_LOST } from '../domain/event/stop-cause.ts';
import { causeOf } from '../domain/failure/cause-of.ts';
import { CONFIGURATION_FAILURES } from '../domain/failure/configuration-failures.ts';
import type { ConfigurationIssue } from '../domain/failure/configuration-issue.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import { failureOfError } from '../domain/failure/failure-of-error.ts';
import { failureText } from '../domain/failure/failure-text.ts';
import type { Locale } from '../domain/text/locale.ts';
import { SECOND } from '../domain/time.ts';
import { systemLocale } from '../formats/system/system-locale.ts';
import { ConfigurationError, ResourceError, RestartRequiredError } from '../work/errors.ts';
import type { Diagnostics } from '../work/ports/system.ts';
import { coalesce } from './coalesce.ts';
import { Daemon } from './daemon.ts';
import type { DaemonOverrides } from './daemon-overrides.ts';
import { readConfigInWorker } from './read-config-in-worker.ts';
import { warningsOf } from './warnings-of.ts';

/** The maximum time of a requested stop, ms. The process then exits. */
const STOP_TIMEOUT_MS = 5000;

/** The delay before a reload is retried that lacked files or memory, ms. */
const RELOAD_RETRY_MS: number = 10 * SECOND;

/**
 * The interval of a timer that keeps the process alive, ms. Signal handlers do not keep it alive.
 */
const KEEP_ALIVE_INTERVAL_MS = 60_000;

/**
 * Returns an error if a configuration changes a value that a reload cannot change; otherwise
 * undefined.
 */
function errorOfFixedValue(before: Configuration, next: Configuration): RestartRequiredError | undefined {
  const errorOf = (key: string, value: string): RestartRequiredError => {
    const failure = CONFIGURATION_FAILURES.fixed_value_changed({ key, value });
    return new RestartRequiredError([{ file: next.file, line: 1, column: 1, failure }]);
  };
  if (before.computer.fqdn !== next.computer.fqdn) return errorOf('computer', before.computer.fqdn);
  return before.stateDirectory === next.stateDirectory ? undefined : errorOf('stateDirectory', before.stateDirectory);
}

/** Returns an error or warning of the configuration as a message with its place. */
function issueMessage({ file, line, column, failure }: ConfigurationIssue): Failure {
  return DIAGNOSTIC_FAILURES.configuration_issue({ file, line, column, cause: failure });
}

/** Prints the warnings of a configuration, which are those of `config check`. */
async function logWarnings(configuration: Configuration, diagnostics: Diagnostics): Promise<void> {
  for (const warning of await warningsOf(configuration)) diagnostics.note('warning', issueMessage(warning));
}

/** Ends the process if a stop takes too long, even during the start. */
function exitAfterTimeout(): void {
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
}

/**
 * Reads the configuration and applies it to the daemon. Returns the configuration in use: if the
 * new one is rejected, the previous one.
 */
async function reload(
  daemon: Daemon,
  before: Configuration,
  read: () => Promise<Configuration>,
  diagnostics: Diagnostics,
): Promise<Configuration> {
  try {
    const next = await read();
    const error = errorOfFixedValue(before, next);
    if (error !== undefined) throw error;
    await daemon.reload(next);
    return next;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const needsRestart = error instanceof RestartRequiredError;
    const { reload_needs_restart: restartNeeded, reload_has_errors: hasErrors } = DIAGNOSTIC_FAILURES;
    diagnostics.note('error', (needsRestart ? restartNeeded : hasErrors)({ file: before.file }));
    for (const issue of error.errors) diagnostics.note('error', issueMessage(issue));
    const reason = needsRestart ? 'restart_required' : 'configuration_invalid';
    daemon.reject({ reason, location: before.file, failure: failureOfError(error) });
    return before;
  }
}

/** The options of the daemon process. */
export interface RunOptions {
  readonly file: string;
  readonly locale: Locale | undefined;
  readonly verbosity: Verbosity;
  /** Aborted by a SIGINT that arrived before `run` had its own handlers. */
  readonly signal: AbortSignal;
  readonly overrides?: DaemonOverrides;
  /** The command with which remedies call mailcertd; left out for that of the configuration. */
  readonly command?: Settings['command'];
}

/**
 * Runs the daemon until SIGTERM or SIGINT. SIGHUP reloads; SIGUSR2 scans and probes now.
 * @throws {ConfigurationError}
 * @throws {AlreadyRunningError}
 * @throws {LedgerError} if the daemon cannot start or continue
 */
export async function run({ file, locale, verbosity, signal, overrides, command }: RunOptions): Promise<void> {
  // Without these handlers, SIGUSR1 opens Node's inspector, and other signals end a daemon that is
  // still starting. Requests during the start are served after it.
  const requestedDuringStart = { isStopRequested: signal.aborted, isReloadRequested: false, isScanRequested: false };
  const stopSignal = new Promise<string>((resolve) => {
    const stop = (signalName: string): void => {
      requestedDuringStart.isStopRequested = true;
      exitAfterTimeout();
      resolve(signalName);
    };
    for (const signalName of ['SIGTERM', 'SIGINT'] as const) process.once(signalName, () => stop(signalName));
  });
  let onReloadSignal = (): void => {
    requestedDuringStart.isReloadRequested = true;
  };
  let onScanSignal = (): void => {
    requestedDuringStart.isScanRequested = true;
  };
  process.on('SIGUSR1', () => undefined);
  process.on('SIGHUP', () => onReloadSignal());
  process.on('SIGUSR2', () => onScanSignal());
  // Until the configuration is read, the language of the system is used.
  let language = locale ?? systemLocale(process.env);
  await using diagnostics = openDiagnostics(verbosity, process.stderr, { locale: () => language });
  const manager = serviceManager(process.env, diagnostics);
  const read = async (): Promise<Configuration> => {
    const configuration = await readConfigInWorker(file, await readEnvironment());
    const { settings } = configuration;
    return {
      ...configuration,
      locale: locale ?? configuration.locale,
      settings: { ...settings, command: command ?? settings.command },
    };
  };
  let configuration = await read();
  language = configuration.locale;
  if (requestedDuringStart.isStopRequested) return;
  await using daemon = await Daemon.start(configuration, diagnostics, overrides);
  await logWarnings(configuration, diagnostics);
  const describe = (): string => {
    const { connectors, stores } = daemon.monitored;
    return failureText(
      DIAGNOSTIC_FAILURES.monitoring({ connectors, stores, fqdn: configuration.computer.fqdn }),
      language,
    );
  };
  using _alive = manager.keepAlive(() => daemon.isAlive);
  using _awake = setInterval(() => undefined, KEEP_ALIVE_INTERVAL_MS);

  let isStopping = false;
  const reloadNow = async (): Promise<void> => {
    if (isStopping) return;
    await manager.reloading();
    try {
      const next = await reload(daemon, configuration, read, diagnostics);
      const isAccepted = next !== configuration;
      configuration = next;
      language = next.locale;
      // In the language of the new configuration.
      if (isAccepted) await logWarnings(next, diagnostics);
    } catch (error) {
      const cause = causeOf(error);
      if (error instanceof ResourceError) {
        const seconds = RELOAD_RETRY_MS / SECOND;
        diagnostics.note('error', DIAGNOSTIC_FAILURES.configuration_not_reloaded_yet({ file, cause, seconds }));
        setTimeout(() => reloads.request(), RELOAD_RETRY_MS).unref();
      } else diagnostics.note('error', DIAGNOSTIC_FAILURES.configuration_not_reloaded({ file, cause }));
    }
    await manager.ready(describe());
  };
  const reloads = coalesce(reloadNow);
  onReloadSignal = () => reloads.request();
  onScanSignal = () => {
    daemon.scan();
    daemon.probe();
  };
  if (requestedDuringStart.isReloadRequested) onReloadSignal();
  if (requestedDuringStart.isScanRequested) onScanSignal();

  await manager.ready(describe());
  daemon.startHttp();
  const stoppedBy = await Promise.race([stopSignal, daemon.restartNeeded]);
  // A string is the name of a signal, whose handler has limited the time of the stop. Otherwise, the
  // event log is unusable, and this is its error.
  const lostLogError = typeof stoppedBy === 'string' ? undefined : stoppedBy;
  isStopping = true;
  if (lostLogError !== undefined) exitAfterTimeout();
  await manager.stopping();
  await daemon.stop(typeof stoppedBy === 'string' ? stoppedBy : EVENT_LOG_LOST);
  await reloads.settled();
  if (lostLogError !== undefined) throw lostLogError;
}
