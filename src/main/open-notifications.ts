import { randomUUID } from 'node:crypto';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { deliveryEvents } from '../work/deliver/delivery-events.ts';
import { NotificationService, type Recipients } from '../work/deliver/notification-service.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';

/** Resources of the daemon that notifications need. */
export interface DaemonNotifications {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Returns whether the daemon monitors certificates. */
  readonly isHealthy: () => boolean;
  /** Returns whether a scan is in progress. */
  readonly isScanning: () => boolean;
}

/**
 * Opens the service that notifies the recipients of event records. Failed deliveries are logged as
 * events, with the settings of the configuration.
 */
export function openNotifications(
  recipients: Recipients,
  configuration: Configuration,
  daemon: DaemonNotifications,
): Promise<NotificationService> {
  const { settings, computer } = configuration;
  const { ledger, clock } = daemon;
  return NotificationService.open(recipients, {
    ...daemon,
    ...deliveryEvents(settings, computer.fqdn, clock),
    outbox: ledger.outbox,
    silences: ledger.outbox,
    shard: computer.fqdn,
    newId: randomUUID,
    random: Math.random,
  });
}
