import type { ExpiringSettings } from '../certificate/lifetime.ts';
import type { EventLevel } from '../event/event-definition.ts';

/**
 * The Exchange version whose event IDs are used: an expired STARTTLS certificate is event 12014 in
 * Exchange 2007 and event 12016 in Exchange 2019.
 */
export type Profile = 'exchange-2007' | 'exchange-2019';

/** The settings of the rules. They are the same in the daemon, `scan` and `check`. */
export interface Settings {
  readonly profile: Profile;
  readonly expiresSoon: ExpiringSettings;
  /** Interval of reminders of an open condition, ms. */
  readonly repeatInterval: number;
  /** Levels by event ID that replace those of the catalog. */
  readonly levels: ReadonlyMap<number, EventLevel>;
  /** Provider of the Exchange events; the default is `MSExchangeTransport`. */
  readonly exchangeProvider: string;
  /**
   * The command line that runs mailcertd with this configuration; suggested commands begin with it.
   */
  readonly command: readonly [string, ...string[]];
}
