import { randomUUID } from 'node:crypto';
import type { Configuration } from '../adapters/config/configuration.ts';
import type { OpenLedger } from '../adapters/sqlite/ledger/open-ledger.ts';
import { NotificationService, type Recipients } from '../work/deliver/notification-service.ts';
import type { Clock, Diagnostics } from '../work/ports/system.ts';
import { deliveryEvents } from './delivery-events.ts';

/** What telling takes from the daemon that it is part of. */
export interface DaemonNotifications {
  readonly ledger: OpenLedger;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  /** Whether certificates are watched. */
  readonly isWatching: () => boolean;
  /** Whether a pass is under way. */
  readonly isPassing: () => boolean;
}

/** Tells an audience what the log has for it, until it is closed; that telling failed is written into the log, in the terms of the configuration. */
export function openNotifications(
  audience: Recipients,
  configuration: Configuration,
  daemon: DaemonNotifications,
): Promise<NotificationService> {
  const { settings, computer } = configuration;
  const { ledger, clock } = daemon;
  return NotificationService.open(audience, {
    ...daemon,
    ...deliveryEvents(settings, computer.fqdn, clock),
    outbox: ledger.outbox,
    silences: ledger.outbox,
    shard: computer.fqdn,
    newId: randomUUID,
    random: Math.random,
  });
}
