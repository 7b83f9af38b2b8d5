import type { ConfiguredNotifier } from '../../domain/alert/configured-notifier.ts';
import type { LedgerReader, Shard } from '../ports/ledger.ts';
import type {
  Deliveries,
  HealthReader,
  ResendableDeliveries,
  SilenceReader,
  Silences,
  TestResults,
} from '../ports/outbox.ts';
import type { NotifierTester } from '../ports/outputs.ts';
import type { Clock } from '../ports/system.ts';

/** The read access to the event log, deliveries and silences. */
export interface NotificationReader {
  readonly ledger: LedgerReader;
  readonly notifications: Deliveries & SilenceReader & HealthReader;
}

/**
 * The write access of commands to silences, deliveries and test results. It needs no running
 * daemon.
 */
export type NotificationStorage = Silences & ResendableDeliveries & TestResults & Disposable;

/** The dependencies of the notification commands. */
export interface NotificationDependencies {
  readonly shard: Shard;
  readonly clock: Clock;
  /** In the order of the configuration. */
  readonly notifiers: readonly ConfiguredNotifier[];
  /**
   * Opens the event log and the deliveries; undefined if no daemon has run here.
   * @throws {LedgerError} if the ledger cannot be read
   */
  readonly openReader: () => NotificationReader | undefined;
  /**
   * Opens the storage that commands write to.
   * @throws {LedgerError} if the account may not write, or if no daemon has run here
   */
  readonly openForWriting: () => Promise<NotificationStorage>;
  /**
   * Returns the sender of test alerts. If root runs this process, changes its account to that of
   * the daemon. Must therefore be called before anything else is opened.
   */
  readonly openTester: () => Promise<NotifierTester>;
  readonly isDaemonRunning: () => Promise<boolean>;
  /** Returns a short random ID that is easy to type. */
  readonly newSilenceId: () => string;
  readonly newDeliveryId: () => string;
}
