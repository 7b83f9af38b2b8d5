import type { EventLevel } from '../event/event-definition.ts';
import type { Change, EventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';

/** What an alert says of what it is about; `test` is a marked test that somebody ordered. */
export type AlertState = Change | 'test';

/** What one notifier is told at once: records of the log that belong together. Made when it is gathered, the same at every retry. */
export interface Alert {
  /** The delivery's: a receiver that has seen it has seen this. */
  readonly alertId: string;
  /** Where anything in it begins for its notifier, that it does. */
  readonly state: AlertState;
  /** The worst among what is open in it; of what is over, what it was. */
  readonly level: EventLevel;
  /** Of the event it is about; of a 1900, the event that is over. */
  readonly eventId: number;
  /** FQDN of the computer. */
  readonly computer: string;
  readonly createdAt: Instant;
  /** Oldest first, at least one; of each condition the latest that was gathered. */
  readonly records: readonly EventRecord[];
  /** Where it tells of ends: what else of the same group its notifier was told of and is open, each as it was written last. */
  readonly alsoOpen?: readonly EventRecord[];
  /** Where all that it tells of as open was over when it was made, as when it is replayed: since when. */
  readonly overSince?: Instant | undefined;
}
