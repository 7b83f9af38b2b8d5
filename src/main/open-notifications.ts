import { randomUUID } from 'node:crypto';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { deliveryEvents } from '../work/deliver/delivery-events.ts';
import { NotificationService, type Recipients } from '../work/deliver/notification-service.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';

/** The parts of the daemon that notifications need. */
export interface NotificationResources {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Returns true if no scan hangs and no scan is overdue. Only then are heartbeats sent. */
  readonly isHealthy: () => boolean;
  /** Returns whether a scan is in progress. */
  readonly isScanning: () => boolean;
}

/**
 * Opens the service that notifies recipients of new event records. Failed deliveries are themselves
 * logged as events.
 */
export function openNotifications(
  recipients: Recipients,
  configuration: Configuration,
  resources: NotificationResources,
): Promise<NotificationService> {
  const { settings, computer } = configuration;
  const { ledger, clock } = resources;
  return NotificationService.open(recipients, {
    ...resources,
    // The functions that create the records of failed deliveries.
    ...deliveryEvents(settings, computer.fqdn, clock),
    outbox: ledger.outbox,
    // The outbox also stores the silences.
    silences: ledger.outbox,
    // The FQDN also names the part of the event log that belongs to this computer.
    shard: computer.fqdn,
    newId: randomUUID,
    random: Math.random,
  });
}
