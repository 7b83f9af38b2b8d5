/** Maximum number of undelivered records that an event lists. */
export const MAX_UNDELIVERED = 10;

/** Record that was not delivered to a notifier. */
export interface UndeliveredRecord {
  readonly eventRecordId: number;
  /**
   * For 1900 (condition cleared), the event that was cleared. `level` is then the level of that
   * event.
   */
  readonly eventId: number;
  readonly level: 'Error' | 'Warning' | 'Information';
  readonly change: 'once' | 'raised' | 'repeated' | 'escalated' | 'cleared';
}

/** A delivery to a notifier, or the records for a log output. */
export interface DeliveryData {
  readonly notifier: string;
  /** Delivery that failed. */
  readonly deliveryId: string;
  /** Undelivered records of a failed delivery, the latest of each condition, at most ten. */
  readonly undelivered: readonly UndeliveredRecord[];
  /** Log output that missed records. */
  readonly output: string;
  /** Number of the first missed record. */
  readonly firstRecordId: number;
  /** Number of the last missed record. */
  readonly lastRecordId: number;
}
