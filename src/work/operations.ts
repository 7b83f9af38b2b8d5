import type { Condition } from '../domain/condition/condition.ts';
import type { EventRecord, NewEventRecord } from '../domain/event/event-record.ts';
import type { Explanation, ListedCertificate, Status, StoreState } from '../domain/status.ts';
import type { Instant } from '../domain/time.ts';
import type { RecordQuery } from './ports.ts';

/** What one look came to, with nothing stored. */
export interface Scan {
  readonly at: Instant;
  readonly durationMs: number;
  readonly stores: readonly StoreState[];
  readonly connectors: readonly Explanation[];
  /** Each once: a certificate in two stores counts in both. Whose chain was not asked for is of unknown origin and status. */
  readonly certificates: readonly ListedCertificate[];
  /** What would be raised if nothing were open yet. */
  readonly findings: readonly NewEventRecord[];
}

/** Whose chains a question needs: those of all certificates, or of those that a connector's selection speaks of. */
export type ChainsWanted = 'all' | 'selected';

/** What an operator can ask: one counter, however many windows. Each question looks anew. */
export interface Operations {
  /** Looks at everything now, and judges it for `at` (by default now). Changes and stores nothing. Chains are verified of the selected by default. */
  scan(at: Instant | undefined, signal: AbortSignal, chains?: ChainsWanted): Promise<Scan>;
  /** @throws {LedgerError} when there is a ledger and it cannot be read. */
  status(signal: AbortSignal): Promise<Status>;
  /** Worst first, then oldest first. @throws {LedgerError} */
  conditions(): Promise<readonly Condition[]>;
  /** Oldest first. @throws {LedgerError} */
  events(query: RecordQuery): AsyncIterable<EventRecord>;
  /** Those that come, until the signal. @throws {LedgerError} */
  followEvents(signal: AbortSignal): AsyncIterable<EventRecord>;
}
