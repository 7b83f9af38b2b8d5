import type { Instant } from '../time.ts';

/** The description of a backup of the state, which is stored in it. */
export interface StateBackup {
  /** The version of mailcertd that made the backup, for example 1.4.0. */
  readonly program: string;
  readonly createdAt: Instant;
  /** The schema version of the event log in the backup. */
  readonly schemaVersion: number;
  /** The size of the event log, bytes. */
  readonly size: number;
  /** The number of the newest record; 0: the event log has none. */
  readonly lastRecordId: number;
  /** The FQDNs of the computers whose conditions are in the event log; usually one. */
  readonly computers: readonly string[];
}
