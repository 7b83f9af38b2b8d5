import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { Deliveries, ReadHealth, ReadSilences, Replays, Silences, Tests } from '../ports/outbox.ts';
import type { NotifierTester } from '../ports/outputs.ts';
import type { Clock } from '../ports/system.ts';

/** The read access to the event log, deliveries and silences. */
export interface NotificationReader {
  readonly ledger: LedgerReader;
  readonly notifications: Deliveries & ReadSilences & ReadHealth;
}

/** The storage for orders of commands, which needs no running daemon. */
export type NotificationOrders = Silences & Replays & Tests & Disposable;

/** The dependencies of the notification commands. */
export interface NotificationDependencies {
  readonly shard: Shard;
  readonly clock: Clock;
  /** In the order of the configuration. */
  readonly notifiers: readonly ConfiguredNotifier[];
  /**
   * Opens the event log and deliveries; undefined: no daemon has run here.
   * @throws {LedgerError} if the ledger cannot be read
   */
  readonly reader: () => NotificationReader | undefined;
  /**
   * Opens the storage of orders.
   * @throws {LedgerError} if the account may not write, or no daemon has run
   */
  readonly orders: () => Promise<NotificationOrders>;
  /**
   * Switches this process to the daemon's account if it may. Must be called before anything else is
   * opened.
   */
  readonly tester: () => Promise<NotifierTester>;
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Returns a short random ID that is easy to type. */
  readonly newSilenceId: () => string;
  readonly newDeliveryId: () => string;
}
