import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type { Deliveries, ReadHealth, ReadSilences, Replays, Silences, Tests } from '../ports/outbox.ts';
import type { NotifierTester } from '../ports/outputs.ts';
import type { Clock } from '../ports/system.ts';

/** What was told, and what is still to be; for whoever asks. */
export interface NotificationReader {
  readonly ledger: LedgerReader;
  readonly telling: Deliveries & ReadSilences & ReadHealth;
}

/** What is ordered of a daemon, whether or not one runs. */
export type NotificationOrders = Silences & Replays & Tests & Disposable;

/** What questions and orders about telling work with. */
export interface NotificationDependencies {
  readonly shard: Shard;
  readonly clock: Clock;
  /** In the order of the configuration. */
  readonly notifiers: readonly ConfiguredNotifier[];
  /** undefined: no daemon has run here. @throws {LedgerError} when one has, and its ledger cannot be read. */
  readonly reader: () => NotificationReader | undefined;
  /** @throws {LedgerError} for whoever may not write, and where no daemon has run. */
  readonly orders: () => Promise<NotificationOrders>;
  /** Makes this process the daemon's account, where it may: opened before anything else is. */
  readonly tester: () => Promise<NotifierTester>;
  readonly isDaemonRunning: () => Promise<boolean>;
  /** As people type them: short. Unlike any before, as far as dice can tell. */
  readonly newSilenceId: () => string;
  readonly newDeliveryId: () => string;
}
