import type { Configuration } from '../adapters/config/configuration.ts';
import { DIAGNOSTIC_FAILURES } from '../domain/failure/diagnostic-failures.ts';
import type { Failure } from '../domain/failure/failure.ts';
import { LogOutputs } from '../work/deliver/log-outputs.ts';
import type { NotificationService } from '../work/deliver/notification-service.ts';
import { retryWithBackoff } from '../work/deliver/retry-with-backoff.ts';
import type { Monitor } from '../work/scan/monitor.ts';
import type { DaemonOverrides } from './daemon-overrides.ts';
import { type NotificationResources, openNotifications } from './open-notifications.ts';
import { openOutput } from './open-output.ts';
import { recipientsOf } from './recipients-of.ts';

type DeliveryDependencies = Pick<NotificationResources, 'ledger' | 'clock' | 'diagnostics'>;
type DeliveryOverrides = Pick<DaemonOverrides, 'sinks' | 'recipients'>;

/** The log outputs and the notifications of the daemon, under its current configuration. */
export class DaemonDeliveries {
  readonly #dependencies: DeliveryDependencies;
  readonly #overrides: DeliveryOverrides;
  #outputs: LogOutputs;
  #notifications: NotificationService | undefined;

  private constructor(dependencies: DeliveryDependencies, overrides: DeliveryOverrides, outputs: LogOutputs) {
    this.#dependencies = dependencies;
    this.#overrides = overrides;
    this.#outputs = outputs;
  }

  /** Opens the log outputs. Notifications start later, when a monitor exists. */
  static async open(
    first: Configuration,
    dependencies: DeliveryDependencies,
    overrides: DeliveryOverrides,
  ): Promise<DaemonDeliveries> {
    return new DaemonDeliveries(
      dependencies,
      overrides,
      await LogOutputs.open(sinksOf(first, overrides), dependencies),
    );
  }

  /** Starts the notifications, whose heartbeats depend on the state of the monitor. */
  async startNotifications(first: Configuration, monitor: Monitor): Promise<void> {
    this.#notifications = await this.#openNotifications(first, this.#recipientsOf(first), monitor);
  }

  /**
   * Applies another configuration. Until the event log accepts the new recipients, notifications
   * pause. Errors are retried until the signal.
   */
  async reload(next: Configuration, monitor: Monitor, signal: AbortSignal): Promise<void> {
    const sinks = sinksOf(next, this.#overrides);
    const recipients = this.#recipientsOf(next);
    const retried = <T>(activity: Failure, step: () => Promise<T>): Promise<T | undefined> =>
      retryWithBackoff(
        DIAGNOSTIC_FAILURES.reload_step({ file: next.file, activity }),
        step,
        this.#dependencies.diagnostics,
        signal,
      );
    await Promise.all([this.closeOutputs(), this.closeNotifications()]);
    // The result is undefined if the signal ended the retries; the closed outputs then stay.
    const outputs = await retried(DIAGNOSTIC_FAILURES.opening_log_outputs, () =>
      LogOutputs.open(sinks, this.#dependencies),
    );
    this.#outputs = outputs ?? this.#outputs;
    const open = (): Promise<NotificationService> => this.#openNotifications(next, recipients, monitor);
    this.#notifications = (await retried(DIAGNOSTIC_FAILURES.loading_notifiers, open)) ?? this.#notifications;
  }

  /** Lets the log outputs write the remaining records for a limited time, and closes them. */
  closeOutputs(): Promise<void> {
    return this.#outputs.close();
  }

  /** Ends the deliveries in progress. */
  async closeNotifications(): Promise<void> {
    await this.#notifications?.close();
  }

  #recipientsOf(configuration: Configuration): ReturnType<typeof recipientsOf> {
    return this.#overrides.recipients?.(configuration) ?? recipientsOf(configuration, this.#dependencies.clock);
  }

  #openNotifications(
    configuration: Configuration,
    recipients: ReturnType<typeof recipientsOf>,
    monitor: Monitor,
  ): Promise<NotificationService> {
    return openNotifications(recipients, configuration, {
      ...this.#dependencies,
      isHealthy: () => monitor.isHealthy,
      isScanning: () => monitor.isScanning,
    });
  }
}

function sinksOf(configuration: Configuration, { sinks }: DeliveryOverrides): Parameters<typeof LogOutputs.open>[0] {
  return sinks?.(configuration) ?? configuration.logs.map((output) => openOutput(output, configuration));
}
